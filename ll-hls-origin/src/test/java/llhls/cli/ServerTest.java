package llhls.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import llhls.cli.config.ServerConfig;
import llhls.cli.config.Setting;
import llhls.cli.push.PushReport;
import llhls.cli.push.PushSession;
import llhls.cli.push.SrtUrl;
import llhls.cli.push.StopSignal;
import llhls.cli.push.TestPatternSource;
import llhls.media.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Everything wired together on loopback: a push in front, HTTP behind. */
@Timeout(180)
class ServerTest {

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(100);
    private static final int ATTEMPTS = 600;

    private final StopSignal stop = new StopSignal();
    private final StringWriter text = new StringWriter();
    private Server server;

    @BeforeEach
    void start() throws Exception {
        server = Server.start(
                ServerConfig.load(
                        null,
                        Map.of(),
                        List.of(
                                new Setting("test", "http", "127.0.0.1:0"),
                                new Setting("test", "srt", "127.0.0.1:0"),
                                new Setting("test", "part-duration", "200ms"))),
                Clock.system());
    }

    @AfterEach
    void stop() {
        stop.stop();
        server.close();
    }

    @Test
    void givenATestPattern_whenPushed_thenItPlaysAndASecondPublisherIsRefused() throws Exception {
        Thread pushing = push("live/show");
        awaitPlaying("live/show");

        assertThat(media("live/show", "v1.m3u8"))
                .contains("#EXT-X-PART:DURATION=0.", "#EXT-X-PRELOAD-HINT:TYPE=PART", "#EXT-X-MAP:URI=");
        assertThat(media("live/show", "a1.m3u8")).contains("#EXT-X-PART:", "INDEPENDENT=YES");
        assertThat(run("push", "--test-pattern", url("live/show"))).isEqualTo(ExitCodes.REFUSED);
        assertThat(text.toString()).contains("already");

        stop.stop();
        pushing.join();
    }

    @Test
    void givenADuration_whenPushedByTheCommand_thenItEndsWithZero() {
        assertThat(run("push", "--test-pattern", "--fps", "25", "--duration", "1s", url("live/short")))
                .isEqualTo(ExitCodes.OK);
        assertThat(text.toString()).contains("push: publishing a test pattern of 25 frames/s to srt://127.0.0.1:");
    }

    @Test
    void givenTheDemo_whenStarted_thenItAnnouncesTheStreamOnceItPlays() throws Exception {
        StringWriter announced = new StringWriter();
        DemoStream demo = DemoStream.start(server, new PrintWriter(announced));
        for (int i = 0; i < ATTEMPTS && !announced.toString().contains("playlist:"); i++) {
            assertThat(stop.await(BETWEEN_ATTEMPTS)).isFalse();
        }
        demo.close();
        assertThat(announced.toString())
                .contains("The demo stream plays:  http://127.0.0.1:"
                        + server.http().getPort() + "/watch/live/demo");
    }

    @Test
    void givenARunningServer_whenClosed_thenBothPortsAreFreeAndClosingAgainDoesNothing() throws Exception {
        Thread pushing = push("live/show");
        awaitPlaying("live/show");
        int port = server.http().getPort();

        server.close();
        server.close();

        stop.stop();
        pushing.join();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> get("http://127.0.0.1:" + port + "/live/show/index.m3u8"));
    }

    private Thread push(String stream) throws Exception {
        PushSession session = PushSession.to(
                SrtUrl.parse(url(stream)),
                () -> new TestPatternSource(stream, 30, Clock.system()),
                new PushSession.Options(true, Duration.ZERO),
                new PushReport(new PrintWriter(text), false, "test", "server"),
                stop);
        Thread thread = new Thread(
                () -> {
                    try {
                        session.run();
                    } catch (IOException | InterruptedException e) {
                        text.append(e.toString());
                    }
                },
                "push");
        thread.start();
        return thread;
    }

    private void awaitPlaying(String stream) throws Exception {
        PlaybackProbe probe = new PlaybackProbe();
        URI playlist = URI.create(base() + "/" + stream + "/index.m3u8");
        for (int i = 0; i < ATTEMPTS; i++) {
            if (probe.plays(playlist)) {
                return;
            }
            assertThat(stop.await(BETWEEN_ATTEMPTS)).isFalse();
        }
        throw new AssertionError(stream + " does not play: " + text);
    }

    private String media(String stream, String playlist) throws Exception {
        return get(base() + "/" + stream + "/" + playlist);
    }

    private static String get(String uri) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private String base() {
        return "http://127.0.0.1:" + server.http().getPort();
    }

    private String url(String stream) {
        return "srt://127.0.0.1:" + server.srt().getPort() + "?streamid=" + stream;
    }

    private int run(String... args) {
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(text, true));
        command.setErr(new PrintWriter(text, true));
        return command.execute(args);
    }
}
