package llhls.cli.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import llhls.ingest.srt.ReleaseMode;
import llhls.ingest.srt.SrtConfig;
import llhls.ingest.srt.protocol.Passphrase;
import llhls.origin.OriginConfig;
import llhls.origin.stream.PublisherConflict;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ConfigLoaderTest {

    @TempDir
    Path folder;

    @Test
    @Tag("DEC-17")
    void givenNoSource_whenLoaded_thenTheDefaultsAreThoseOfTheModules() throws Exception {
        ServerConfig config = ServerConfig.load(null, Map.of(), List.of());

        OriginConfig origin = OriginConfig.defaults();
        assertThat(config.origin().packager()).isEqualTo(origin.packager());
        assertThat(config.origin().windowSegments()).isEqualTo(origin.windowSegments());
        assertThat(config.origin().publisherConflict()).isEqualTo(origin.publisherConflict());
        assertThat(config.origin().limits()).isEqualTo(origin.limits());
        assertThat(config.origin().http().getPort()).isEqualTo(8080);
        assertThat(config.srtReceive()).isEqualTo(SrtConfig.defaults());
        assertThat(config.srt().getPort()).isEqualTo(9000);
        assertThat(config.mediaThreads()).isBetween(1, 4);
    }

    @Test
    @Tag("DEC-17")
    void givenEveryKeyOfTheDecision_whenSet_thenItArrives() throws Exception {
        Path file = file("""
                part-duration: 200ms
                segment-duration: 1s
                window-segments: 20
                reconnect-window: 1m
                track-discovery: 1s
                publisher-conflict: takeover
                srt-latency: 300ms
                srt-release: tsbpd
                """);
        ServerConfig config = ServerConfig.load(file, Map.of(), List.of());

        assertThat(config.origin().packager().partDuration()).isEqualTo(Duration.ofMillis(200));
        assertThat(config.origin().packager().segmentDuration()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.origin().packager().reconnectWindow()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.origin().packager().trackDiscovery()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.origin().windowSegments()).isEqualTo(20);
        assertThat(config.origin().publisherConflict()).isEqualTo(PublisherConflict.TAKEOVER);
        assertThat(config.srtReceive().latencyMs()).isEqualTo(300);
        assertThat(config.srtReceive().release()).isEqualTo(ReleaseMode.TSBPD);
    }

    @Test
    void givenOneKeyInSeveralSources_whenLoaded_thenTheLaterSourceWins() throws Exception {
        Path file = file("window-segments: 16\nsrt-latency: 200ms\npart-duration: 300ms\n");
        Map<String, String> environment =
                Map.of("LL_HLS_WINDOW_SEGMENTS", "17", "LL_HLS_SRT_LATENCY", "250ms", "PATH", "/bin");
        List<Setting> options =
                List.of(option("window-segments", "18"), option("http", ":1"), option("window-segments", "19"));

        Settings settings = ConfigLoader.load(file, environment, options);

        assertThat(settings.get(ConfigKeys.WINDOW_SEGMENTS)).isEqualTo(19);
        assertThat(settings.source(ConfigKeys.WINDOW_SEGMENTS)).isEqualTo("option --set");
        assertThat(settings.get(ConfigKeys.SRT_LATENCY)).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.source(ConfigKeys.SRT_LATENCY)).isEqualTo("environment variable LL_HLS_SRT_LATENCY");
        assertThat(settings.source(ConfigKeys.PART_DURATION)).isEqualTo(file + ":3");
        assertThat(settings.source(ConfigKeys.SRT)).isEqualTo("default");
    }

    @Test
    void givenMistakesInEverySource_whenLoaded_thenAllAreReportedAtOnceWithTheirPlaces() throws Exception {
        Path file = file("part-duraton: 200ms\nsrt-latency: fast\nwindow-segments: 3\n");
        Map<String, String> environment = Map.of("LL_HLS_PART_DURATON", "1s", "LL_HLS_SRT_RELEASE", "now");
        List<Setting> options = List.of(option("segment-duration", "7s"), option("colour", "red"));

        assertThat(problems(file, environment, options))
                .containsExactly(
                        file + ":1: unknown key 'part-duraton': did you mean 'part-duration'?",
                        file + ":2: srt-latency: found 'fast', accepted: a duration from 0ms to 8s",
                        file + ":3: window-segments: found '3' (too low), accepted: a whole number from 6 to 3600",
                        "environment variable LL_HLS_PART_DURATON: is unknown: did you mean 'LL_HLS_PART_DURATION'?",
                        "environment variable LL_HLS_SRT_RELEASE: srt-release: found 'now', accepted: eager or tsbpd",
                        "option --set: segment-duration: found '7s' (too high), accepted: a duration from 1s to 6s",
                        "option --set: unknown key 'colour': conf/ll-hls.yaml lists all keys");
    }

    @Test
    void givenSeveralProblems_whenPrinted_thenTheMessageListsThemOnePerLine() throws Exception {
        Path file = file("a: 1\nb: 2\n");
        ConfigException e =
                catchThrowableOfType(ConfigException.class, () -> ServerConfig.load(file, Map.of(), List.of()));

        assertThat(e).hasMessageStartingWith("2 problems in the configuration:\n  " + file + ":1: unknown key 'a'");
        assertThat(e.getMessage().lines()).hasSize(3);
    }

    @Test
    void givenValuesThatDoNotFitTogether_whenLoaded_thenBothSourcesAreNamed() throws Exception {
        Path file = file("segment-duration: 1s\n");

        assertThat(problems(file, Map.of("LL_HLS_PART_DURATION", "2s"), List.of()))
                .containsExactly(
                        "environment variable LL_HLS_PART_DURATION: part-duration is longer than segment-duration ("
                                + file + ":1): lower part-duration or raise segment-duration");
    }

    @Test
    void givenAHostThatCannotBeFound_whenLoaded_thenTheProblemNamesKeyAndSource() throws Exception {
        assertThat(problems(null, Map.of(), List.of(option("http", "nowhere.invalid:80"))))
                .singleElement()
                .asString()
                .startsWith("option --set: http: host 'nowhere.invalid' is unknown");
    }

    @ParameterizedTest
    @Tag("SRT-066")
    @ValueSource(
            strings = {"short", "far too long, far too long, far too long, far too long, far too long, far too long"})
    void givenAPassphraseThatDoesNotFit_whenLoaded_thenTheMessageDoesNotRepeatIt(String secret) throws Exception {
        List<String> problems = problems(
                file("srt-passphrase: " + secret),
                Map.of("LL_HLS_SRT_PASSPHRASE", secret),
                List.of(option("srt-passphrase", secret)));

        assertThat(problems)
                .hasSize(3)
                .allSatisfy(problem -> assertThat(problem)
                        .doesNotContain(secret)
                        .contains("srt-passphrase: found ***", "10 to 80 bytes, not " + secret.length()));
    }

    @Test
    @Tag("SRT-066")
    void givenAPassphrase_whenLoaded_thenItArrivesAndTheConfigurationDoesNotShowIt() throws Exception {
        ServerConfig config = ServerConfig.load(file("srt-passphrase: 0123456789"), Map.of(), List.of());
        ServerConfig empty = ServerConfig.load(file("srt-passphrase: \"\""), Map.of(), List.of());

        assertThat(config.srtReceive().passphrase()).isEqualTo(Passphrase.of("0123456789"));
        assertThat(config.toString()).doesNotContain("0123456789");
        assertThat(empty.srtReceive().passphrase()).isEqualTo(Passphrase.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "partDuration,part-duration",
        "PART_DURATION,part-duration",
        "window-segment,window-segments",
        "srt-latencey,srt-latency",
        "htpp,http"
    })
    void givenAMistypedKey_whenLoaded_thenTheNearestIsSuggested(String typed, String meant) throws Exception {
        assertThat(problems(null, Map.of(), List.of(option(typed, "1"))))
                .containsExactly("option --set: unknown key '" + typed + "': did you mean '" + meant + "'?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LL_HLS_SERVICE_HOST",
                "LL_HLS_SERVICE_PORT",
                "LL_HLS_SERVICE_PORT_HTTP",
                "LL_HLS_PORT",
                "LL_HLS_PORT_8080_TCP",
                "LL_HLS_PORT_9000_UDP_ADDR",
                "LL_HLS_ORIGIN_SERVICE_HOST",
                "LL_HLS_ORIGIN_PORT_8080_TCP_PROTO"
            })
    void givenTheVariablesOfAKubernetesServiceOfOurName_whenLoaded_thenTheyAreIgnored(String variable)
            throws Exception {
        Settings settings = ConfigLoader.load(null, Map.of(variable, "tcp://10.0.0.1:8080"), List.of());

        assertThat(settings.get(ConfigKeys.HTTP).port()).isEqualTo(8080);
    }

    private static List<String> problems(Path file, Map<String, String> environment, List<Setting> options) {
        ConfigException e =
                catchThrowableOfType(ConfigException.class, () -> ServerConfig.load(file, environment, options));
        return e.problems().stream().map(ConfigProblem::toString).toList();
    }

    private static Setting option(String key, String text) {
        return new Setting("option --set", key, text);
    }

    private Path file(String yaml) throws Exception {
        return Files.writeString(folder.resolve("ll-hls.yaml"), yaml);
    }
}
