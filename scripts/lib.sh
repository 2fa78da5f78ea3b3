# shellcheck shell=bash
# Functions the scripts of this folder share. Source it; it does nothing by itself.

LL_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
LL_JAR=$LL_ROOT/ll-hls-origin/target/ll-hls.jar
LL_MIN_JAVA=17
LL_MAX_BUILD_JAVA=25 # newer ones may be too new for the checks of the build

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$@"
    exit 1
}

# Feature version of a JDK or JRE folder, such as 17; empty when it is none.
java_version() {
    local home=$1 line=''
    [ -x "$home/bin/java" ] || return 0
    if [ -r "$home/release" ]; then
        line=$(grep -m1 '^JAVA_VERSION=' "$home/release" || true)
    fi
    if [ -z "$line" ]; then
        line=$("$home/bin/java" -version 2>&1 | head -n 1 || true)
    fi
    [[ $line =~ \"(1\.)?([0-9]+) ]] && printf '%s' "${BASH_REMATCH[2]}"
    return 0
}

# The folder of the java on the PATH; empty when there is none.
java_home_of_path() {
    local java
    java=$(command -v java || true)
    [ -n "$java" ] || return 0
    java=$(readlink -f "$java")
    case $java in
        */bin/java) printf '%s' "${java%/bin/java}" ;;
    esac
}

# Every Java folder there is, one per line, JAVA_HOME and PATH first.
java_homes() {
    local home
    {
        printf '%s\n' "${JAVA_HOME:-}"
        java_home_of_path
        printf '\n'
        for home in /usr/lib/jvm/* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
            printf '%s\n' "$home"
        done
    } | while IFS= read -r home; do
        if [ -n "$home" ] && [ -x "$home/bin/java" ]; then
            printf '%s\n' "$home"
        fi
    done
}

# The Java to run with: JAVA_HOME when it is new enough, else the newest. Empty when there is none.
java_to_run() {
    local home version best='' best_version=$((LL_MIN_JAVA - 1))
    while IFS= read -r home; do
        version=$(java_version "$home")
        [ -n "$version" ] || continue
        if [ "$home" = "${JAVA_HOME:-}" ] && [ "$version" -ge $LL_MIN_JAVA ]; then
            printf '%s' "$home"
            return 0
        fi
        if [ "$version" -gt "$best_version" ]; then
            best=$home best_version=$version
        fi
    done < <(java_homes)
    printf '%s' "$best"
}

# The JDK to build with: JAVA_HOME, PATH, then the others, the first that fits. Empty when there is none.
java_to_build() {
    local home version
    while IFS= read -r home; do
        version=$(java_version "$home")
        if [ -n "$version" ] && [ "$version" -ge $LL_MIN_JAVA ] && [ "$version" -le $LL_MAX_BUILD_JAVA ] &&
            [ -x "$home/bin/javac" ]; then
            printf '%s' "$home"
            return 0
        fi
    done < <(java_homes)
}

# Memory this machine or container gives us, in MiB.
memory_mib() {
    local kib limit
    if [ -r /sys/fs/cgroup/memory.max ]; then
        limit=$(cat /sys/fs/cgroup/memory.max)
        if [ "$limit" != max ]; then
            printf '%s' $((limit / 1048576))
            return 0
        fi
    fi
    kib=$(awk '/^MemTotal:/ { print $2 }' /proc/meminfo 2>/dev/null || true)
    printf '%s' $((${kib:-4194304} / 1024))
}

# JVM flags for the server on Java $1, one per line.
jvm_flags() {
    local version=$1 memory cores
    memory=$(memory_mib)
    cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
    # The collector is always set: with one core or little memory Java would silently take the serial one. ZGC has no long
    # pauses with many viewers, but wants cores and memory to spare.
    if [ "$version" -ge 21 ] && [ "$cores" -ge 4 ] && [ "$memory" -ge 4096 ]; then
        echo -XX:+UseZGC
        if [ "$version" -le 22 ]; then
            echo -XX:+ZGenerational
        fi
    else
        echo -XX:+UseG1GC
        echo -XX:MaxGCPauseMillis=50
    fi
    # the playlist windows live outside the heap
    echo "-XX:MaxDirectMemorySize=$((memory / 2))m"
    echo -XX:+ExitOnOutOfMemoryError
    if [ "$version" -ge 24 ]; then
        echo --sun-misc-unsafe-memory-access=allow
        echo --enable-native-access=ALL-UNNAMED
    fi
}

# True when we may install packages: root, or sudo without a password.
may_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# What a need is called in apt, and how we see that it is there.
package_of() {
    case $1 in
        jdk) echo openjdk-17-jdk-headless ;;
        java) echo openjdk-17-jre-headless ;;
        mvn) echo maven ;;
        srt-live-transmit) echo srt-tools ;;
        chromedriver) echo chromium-driver ;;
        *) echo "$1" ;;
    esac
}

is_there() {
    case $1 in
        jdk) [ -n "$(java_to_build)" ] ;;
        java) [ -n "$(java_to_run)" ] ;;
        *) command -v "$1" >/dev/null 2>&1 ;;
    esac
}

# Makes sure that every named need is met: installs what is missing, or says exactly what to run, and ends.
need() {
    local item
    local -a missing=()
    for item in "$@"; do
        is_there "$item" || missing+=("$(package_of "$item")")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if ! may_install; then
        if command -v apt-get >/dev/null 2>&1; then
            die "Missing: ${missing[*]}. Install with:" \
                $'\n'"  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}"
        fi
        die "Missing: ${missing[*]} (Debian names). Needed: a JDK from 17 to 25, Maven 3.8 or later, npm, as far as named here." \
            $'\n'"  macOS:   brew install openjdk maven node" \
            $'\n'"  Fedora:  dnf install java-21-openjdk-devel maven npm"
    fi
    say "Installing ${missing[*]} ..."
    export DEBIAN_FRONTEND=noninteractive
    as_root apt-get update -q >&2 || say "apt-get update failed; trying with the lists that are here"
    as_root apt-get install -y -q --no-install-recommends "${missing[@]}" >&2 </dev/null ||
        die "Installing failed. Try by hand: apt-get install --no-install-recommends ${missing[*]}"
    for item in "$@"; do
        is_there "$item" || die "$(package_of "$item") is installed, but '$item' is still not found."
    done
}

# True when there is no jar, or a source is newer than it.
jar_is_old() {
    [ -f "$LL_JAR" ] || return 0
    [ -n "$(find "$LL_ROOT/pom.xml" "$LL_ROOT"/{cmaf-packager,ingest-srt,ll-hls-origin}/{pom.xml,src/main} \
        -type f -newer "$LL_JAR" -print 2>/dev/null | head -n 1)" ]
}

# Maven with the right JDK, in the project's folder, never waiting for input.
maven() {
    (
        cd "$LL_ROOT"
        JAVA_HOME=$(java_to_build)
        export JAVA_HOME
        exec mvn -B "$@" </dev/null
    )
}

# Builds the jar. The output of the build is shown only when it fails.
build_jar() {
    local log
    say "Building ll-hls (the first time fetches libraries: some minutes) ..."
    log=$(mktemp)
    if ! maven -DskipTests -pl ll-hls-origin -am package >"$log" 2>&1; then
        tail -n 60 "$log" >&2
        rm -f "$log"
        die "The build failed."
    fi
    rm -f "$log"
    [ -f "$LL_JAR" ] || die "The build made no $LL_JAR."
}

# The command that runs the jar, in the array LL_JAVA.
java_command() {
    local home version flag
    home=$(java_to_run)
    version=$(java_version "$home")
    LL_JAVA=("$home/bin/java")
    while IFS= read -r flag; do
        LL_JAVA+=("$flag")
    done < <(jvm_flags "$version")
    local -a more=()
    read -r -a more <<<"${JAVA_OPTS:-}"
    LL_JAVA+=(${more[@]+"${more[@]}"} -jar "$LL_JAR")
}
