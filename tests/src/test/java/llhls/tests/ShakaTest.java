package llhls.tests;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Shaka Player, on a page of another origin: it also proves the cross-origin headers. */
class ShakaTest {

    private static final Path WEB = Path.of("src/test/web");
    private static final Path FETCHED = Path.of("target/web");
    private static final double WATCHED_SECONDS = 20;

    @Test
    @Tag("LL-161")
    void shakaPlaysWithItsDefaultsAndItsRequestsForHintedPartsAreHeld() throws IOException {
        ChildProcess.run("fetch-shaka", List.of(WEB.resolve("fetch").toString(), FETCHED.toString()));
        HttpServer pages = servePages();
        try (OriginUnderTest origin = OriginUnderTest.start();
                ChildProcess encoder =
                        Ffmpeg.publishTestPicture(Ffmpeg.srtUrl(origin.srtPort(), "live/shaka"), Ffmpeg.LOW_LATENCY);
                Chromium browser = new Chromium()) {
            origin.awaitStream("live/shaka");
            String playlist = origin.uri("/live/shaka/index.m3u8").toString();
            browser.open(URI.create("http://127.0.0.1:" + pages.getAddress().getPort() + "/shaka.html#" + playlist));

            Map<String, Object> stats = watch(browser);

            assertThat((List<?>) stats.get("errors")).isEmpty();
            assertThat((List<?>) stats.get("stalls")).as("%s", stats).isEmpty();
            assertThat(number(stats, "liveLatency")).as("%s", stats).isBetween(0.0, 4.0);
            assertThat(number(stats, "heldParts")).as("%s", stats).isPositive();
            assertNoErrors(browser);
            assertThat(encoder.isAlive()).as(encoder.output()).isTrue();
        } finally {
            pages.stop(0);
        }
    }

    /** Plays {@link #WATCHED_SECONDS} of media and gives the figures of the end. */
    private static Map<String, Object> watch(Chromium browser) {
        double start = number(
                Wait.until(
                        "Shaka starts",
                        () -> Optional.of(browser.object("return playerStats()"))
                                .filter(stats -> Boolean.TRUE.equals(stats.get("started")))),
                "currentTime");
        return Wait.until(
                WATCHED_SECONDS + " s are played",
                () -> Optional.of(browser.object("return playerStats()"))
                        .filter(stats -> number(stats, "currentTime") > start + WATCHED_SECONDS));
    }

    private static void assertNoErrors(Chromium browser) {
        assertThat(browser.requests())
                .allSatisfy(request -> assertThat(((Number) request.get("status")).intValue())
                        .as("%s", request)
                        .isLessThan(400));
    }

    private static double number(Map<String, Object> stats, String key) {
        return ((Number) stats.get(key)).doubleValue();
    }

    private static HttpServer servePages() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        file(server, "/shaka.html", WEB.resolve("shaka.html"), "text/html");
        file(server, "/shaka.js", FETCHED.resolve("shaka.js"), "text/javascript");
        server.start();
        return server;
    }

    private static void file(HttpServer server, String path, Path file, String type) {
        server.createContext(path, exchange -> {
            try (exchange) {
                byte[] body = Files.readAllBytes(file);
                exchange.getResponseHeaders().set("Content-Type", type);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
    }
}
