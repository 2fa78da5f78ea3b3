package llhls.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The scripts where little is installed: each says exactly what to run. */
@Timeout(120)
class ScriptsTest {

    private static final Path SCRIPTS = Path.of("..", "scripts");
    private static final List<String> BASIC_TOOLS = List.of(
            "bash",
            "env",
            "dirname",
            "readlink",
            "cat",
            "grep",
            "head",
            "awk",
            "getconf",
            "find",
            "sed",
            "mktemp",
            "rm");

    @TempDir
    Path folder;

    private Path tools;
    private Path project;

    /** A project that is not built, in a path with a space, and a PATH with nothing but the basics. */
    @BeforeEach
    void prepare() throws IOException {
        tools = Files.createDirectory(folder.resolve("bin"));
        for (String tool : BASIC_TOOLS) {
            Files.createSymbolicLink(tools.resolve(tool), find(tool));
        }
        fake("id", "echo 1000");
        fake("apt-get", "exit 1");
        project = Files.createDirectories(folder.resolve("my project"));
        Files.createDirectory(project.resolve("scripts"));
        for (String script : List.of("lib.sh", "ll-hls", "demo", "test")) {
            Files.copy(SCRIPTS.resolve(script), project.resolve("scripts").resolve(script));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lib.sh", "ll-hls", "demo", "test", "make-audio-loop", "../.ci/run"})
    void everyScriptIsValidAndExecutable(String script) throws Exception {
        Path file = SCRIPTS.resolve(script);
        Result result = bash(Map.of(), "-n", file.toAbsolutePath().toString());

        assertThat(result).isEqualTo(new Result(0, ""));
        assertThat(Files.isExecutable(file)).as("executable").isEqualTo(!script.equals("lib.sh"));
    }

    @ParameterizedTest
    @CsvSource({
        "ll-hls,sudo apt-get install --no-install-recommends openjdk-17-jdk-headless maven npm",
        "demo,sudo apt-get update && sudo apt-get install -y --no-install-recommends",
        "test,sudo apt-get update && sudo apt-get install -y --no-install-recommends"
    })
    void givenNoToolsAndNoRightToInstall_whenRun_thenItSaysWhatToRun(String script, String command) throws Exception {
        Result result =
                bash(Map.of(), project.resolve("scripts").resolve(script).toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains(command).contains("maven", "npm");
    }

    @Test
    void givenABuiltJar_whenRun_thenJavaHomeChoosesTheJavaAndArgumentsArriveWhole() throws Exception {
        Path jar = project.resolve("ll-hls-origin/target/ll-hls.jar");
        Files.createDirectories(jar.getParent());
        Files.createFile(jar);
        Path java = javaHome("21.0.1");

        Result result = bash(
                Map.of("JAVA_HOME", java.toString(), "JAVA_OPTS", "-Da=1 -Db=2"),
                project.resolve("scripts/ll-hls").toString(),
                "push",
                "my file.ts");

        assertThat(result.exitCode()).isZero();
        assertThat(result.output().lines())
                .contains("-Da=1", "-Db=2", "-jar", jar.toString(), "push", "my file.ts")
                .anyMatch(line -> line.startsWith("-XX:MaxDirectMemorySize="));
    }

    @ParameterizedTest
    @CsvSource({"17.0.9,false", "21.0.1,false", "24.0.1,true", "25,true"})
    void givenAJavaVersion_whenFlagsAreChosen_thenItKnowsThemAll(String version, boolean newFlags) throws Exception {
        Path java = javaHome(version);
        Result result = bash(
                Map.of(),
                "-c",
                ". '" + project.resolve("scripts/lib.sh") + "'; jvm_flags \"$(java_version '" + java + "')\"");

        assertThat(result.exitCode()).isZero();
        assertThat(result.output()).containsPattern("-XX:\\+Use(G1|Z)GC");
        assertThat(result.output().contains("--sun-misc-unsafe-memory-access=allow"))
                .isEqualTo(newFlags);
    }

    private record Result(int exitCode, String output) {}

    private Result bash(Map<String, String> environment, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(tools.resolve("bash").toString()).redirectErrorStream(true);
        builder.command().addAll(List.of(arguments));
        builder.directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), output);
    }

    /** A Java of that version that prints its arguments, one per line. */
    private Path javaHome(String version) throws IOException {
        Path home = Files.createDirectories(folder.resolve("java home/bin")).getParent();
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/java"), "printf '%s\\n' \"$@\"");
        return home;
    }

    private void fake(String name, String body) throws IOException {
        script(tools.resolve(name), body);
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static Path find(String tool) {
        for (String folder : List.of("/usr/bin", "/bin", "/usr/local/bin")) {
            Path path = Path.of(folder, tool);
            if (Files.exists(path)) {
                return path;
            }
        }
        throw new AssertionError(tool + " is not installed");
    }
}
