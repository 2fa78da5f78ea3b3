package llhls.origin.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import llhls.media.EncoderFinding;
import llhls.origin.testing.FakePackager;
import llhls.origin.testing.Formats;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static llhls.origin.http.MediaPlaylistHttpTest.header;
import static llhls.origin.http.MediaPlaylistHttpTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ServerHttpTest {

    private TestOrigin origin;

    @BeforeEach
    void oneStream() throws Exception {
        origin = new TestOrigin();
        origin.start("live/ch1", Formats.plan(Formats.videoRendition("v1")));
        origin.publish("live/ch1", FakePackager::fullSegment);
    }

    @AfterEach
    void stop() {
        origin.close();
    }

    @Test
    @Tag("LL-131")
    void optionsAllowsRangesFromAnywhere() throws Exception {
        HttpResponse<byte[]> response = origin.send(
                        "OPTIONS", "/live/ch1/v1/p4800.m4s", "Access-Control-Request-Headers", "range")
                .get(30, TimeUnit.SECONDS);

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(header(response, "Access-Control-Allow-Methods")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(header(response, "Access-Control-Allow-Headers")).isEqualTo("Range, If-None-Match, *");
        assertThat(header(response, "Access-Control-Max-Age")).isEqualTo("86400");
        assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("*");
    }

    @Test
    @Tag("LL-130")
    void otherMethodsAreNotAllowed() throws Exception {
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "TRACE")) {
            HttpResponse<byte[]> response =
                    origin.send(method, "/live/ch1/v1.m3u8").get(30, TimeUnit.SECONDS);
            assertThat(response.statusCode()).as(method).isEqualTo(405);
            assertThat(header(response, "Allow")).isEqualTo("GET, HEAD, OPTIONS");
            assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("*");
        }
    }

    @Test
    @Tag("DEC-16")
    void timeIsIsoWithMilliseconds() throws Exception {
        HttpResponse<byte[]> response = origin.get("/time");

        assertThat(text(response)).isEqualTo("2026-03-02T09:40:00.000Z");
        assertThat(header(response, "Content-Type")).startsWith("text/plain");
        assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("*");
    }

    @Test
    @Tag("DEC-16")
    void streamsAreListedWithPublisherPositionAndDoctor() throws Exception {
        origin.finding("live/ch1", new EncoderFinding("long-gop", "10 s between \"key\" frames", "set it to 2 s"));

        HttpResponse<byte[]> response = origin.get("/api/streams");

        assertThat(header(response, "Content-Type")).isEqualTo("application/json");
        assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
        Object expected = Map.of(
                "streams",
                List.of(Map.of(
                        "name", "live/ch1",
                        "state", "live",
                        "publisher",
                                Map.of(
                                        "protocol",
                                        "srt",
                                        "remote",
                                        "10.0.0.7:9000",
                                        "sinceMs",
                                        1_772_444_400_000L,
                                        "stats",
                                        Map.of("pktRecv", 42L, "msRTT", 1.5)),
                        "renditions", List.of(Map.of("id", "v1", "msn", 1200L, "part", 3L)),
                        "doctor",
                                List.of(Map.of(
                                        "code", "long-gop",
                                        "message", "10 s between \"key\" frames",
                                        "fix", "set it to 2 s")))));
        assertThat(json(response)).isEqualTo(expected);
    }

    @Test
    @Tag("DEC-16")
    void givenTheStreamEnded_thenItsStateSaysSo() throws Exception {
        origin.disconnect("live/ch1");
        origin.end("live/ch1");

        assertThat(text(origin.get("/api/streams"))).contains("\"state\":\"ended\"", "\"publisher\":null");
    }

    @Test
    @Tag("DEC-16")
    void theTraceTellsWhenAPartWasFirstServed() throws Exception {
        assertThat(trace().get("firstServedUs")).isEqualTo(0L);
        origin.get("/live/ch1/v1/p4803.m4s");

        assertThat(trace())
                .containsEntry("rendition", "v1")
                .containsEntry("msn", 1200L)
                .containsEntry("part", 3L)
                .containsEntry("n", 4803L)
                .containsEntry("cutUs", 1_772_444_400_000_003L)
                .containsEntry("publishedUs", 1_772_444_400_000_000L)
                .containsEntry("firstServedUs", 1_772_444_400_000_000L)
                .containsOnlyKeys(
                        "rendition",
                        "msn",
                        "part",
                        "n",
                        "firstByteInUs",
                        "lastByteInUs",
                        "cutUs",
                        "publishedUs",
                        "firstServedUs");
    }

    @Test
    void pagesAreServedFromTheClassPath() throws Exception {
        HttpResponse<byte[]> script = origin.get("/assets/test-asset.js");

        assertThat(script.statusCode()).isEqualTo(200);
        assertThat(header(script, "Content-Type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(header(script, "Cache-Control")).isEqualTo("max-age=60");
        assertThat(header(script, "Content-Security-Policy")).contains("default-src 'self'", "object-src 'none'");
        assertThat(text(script)).isEqualTo("// a script for tests\n");
        assertThat(origin.get("/assets/test-asset.js", "If-None-Match", header(script, "ETag"))
                        .statusCode())
                .isEqualTo(304);
        for (String path : List.of(
                "/assets/",
                "/assets/.fetched",
                "/assets/none.js",
                "/assets/../llhls/origin/Origin.class",
                "/assets/%2e%2e/logback.xml")) {
            assertThat(origin.get(path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(origin.get("/watch/api/x").statusCode()).isEqualTo(404);
        assertThat(origin.get("/watch/live").statusCode()).isEqualTo(404);
    }

    @Test
    @Tag("DEC-12")
    void whenItStops_thenHeldRequestsGet503AndNothingEnds() throws Exception {
        List<CompletableFuture<HttpResponse<byte[]>>> held = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            held.add(origin.send("GET", "/live/ch1/v1.m3u8?_HLS_msn=1201&_HLS_part=0"));
        }
        held.add(origin.send("GET", "/live/ch1/v1/p4804.m4s"));
        origin.awaitHeld(31);
        assertThat(text(origin.get("/healthz"))).isEqualTo("ok\n");

        URI health = origin.uri("/healthz");
        origin.server.close();

        for (CompletableFuture<HttpResponse<byte[]>> request : held) {
            HttpResponse<byte[]> response = request.get(30, TimeUnit.SECONDS);
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(header(response, "Retry-After")).isEqualTo("1");
            assertThat(header(response, "Cache-Control")).isEqualTo("max-age=1");
            assertThat(text(response)).doesNotContain("ENDLIST");
        }
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> new Socket(health.getHost(), health.getPort()).close());
        origin.publish("live/ch1", FakePackager::fullSegment); // the encoder may outlive the server
    }

    @Test
    @Tag("DEC-12")
    void whileItDrains_thenNothingIsHeldAndHealthSaysSo() throws Exception {
        origin.held.refuseAll();

        assertThat(origin.get("/healthz").statusCode()).isEqualTo(503);
        assertThat(origin.get("/live/ch1/v1.m3u8?_HLS_msn=1201").statusCode()).isEqualTo(503);
        assertThat(origin.get("/live/ch1/v1.m3u8").statusCode()).isEqualTo(200);
    }

    @Test
    void givenThePortIsTaken_thenTheMessageSaysWhatToDo() {
        InetSocketAddress taken = origin.server.address();

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() ->
                        OriginServer.start(taken, HttpLimits.defaults(), origin.registry, origin.held, origin.clock))
                .withMessageContaining("cannot listen on")
                .withMessageContaining(":" + taken.getPort())
                .withMessageContaining("choose another port");
    }

    @SuppressWarnings("unchecked") // what the JSON below is known to be
    private Map<String, Object> trace() throws Exception {
        Map<String, Object> trace = (Map<String, Object>) json(origin.get("/live/ch1/trace"));
        assertThat(trace.get("stream")).isEqualTo("live/ch1");
        assertThat(trace.get("nowUs")).isEqualTo(1_772_444_400_000_000L);
        List<Map<String, Object>> parts = (List<Map<String, Object>>) trace.get("parts");
        return parts.get(parts.size() - 1);
    }

    private static Object json(HttpResponse<byte[]> response) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(response.body())) {
            parser.nextToken();
            return value(parser);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    map.put(name, value(parser));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> parser.getText();
        };
    }
}
