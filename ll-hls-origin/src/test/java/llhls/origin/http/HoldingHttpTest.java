package llhls.origin.http;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import llhls.origin.testing.FakePackager;
import llhls.origin.testing.Formats;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static llhls.origin.http.MediaPlaylistHttpTest.header;
import static org.assertj.core.api.Assertions.assertThat;

/** Many held requests, and those who hold them badly. */
class HoldingHttpTest {

    private static final String NEXT = "/live/ch1/v1.m3u8?_HLS_msn=1202&_HLS_part=0";

    private TestOrigin origin;
    private final List<AutoCloseable> connections = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable connection : connections) {
            connection.close();
        }
        origin.close();
    }

    @Test
    @Tag("LL-090")
    @Tag("LL-135")
    void twoThousandAreAnsweredByOneRenderingAndHoldNoThread() throws Exception {
        start(HttpLimits.defaults());
        List<RawHttp> clients = new ArrayList<>();
        clients.add(raw().get(NEXT));
        origin.awaitHeld(1);
        Set<Thread> threads = Thread.getAllStackTraces().keySet();
        for (int i = 1; i < 2_000; i++) {
            clients.add(raw().get(NEXT));
        }
        origin.awaitHeld(2_000);

        assertThat(threads).containsAll(Thread.getAllStackTraces().keySet());
        int before = version(origin.get("/live/ch1/v1.m3u8"));
        origin.publish("live/ch1", packager -> packager.part("v1"));

        Set<String> etags = new HashSet<>();
        for (RawHttp client : clients) {
            RawHttp.Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(200);
            etags.add(answer.head()
                    .lines()
                    .filter(l -> l.startsWith("ETag"))
                    .findFirst()
                    .orElseThrow());
        }
        assertThat(etags).as("one version for all").hasSize(1);
        assertThat(version(origin.get("/live/ch1/v1.m3u8"))).as("one rendering").isEqualTo(before + 1);
        origin.awaitHeld(0);
    }

    @Test
    @Tag("LL-091")
    void clientsThatHangUpFreeTheirPlaces() throws Exception {
        start(HttpLimits.defaults());
        List<RawHttp> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clients.add(raw().get(NEXT));
        }
        CompletableFuture<HttpResponse<byte[]>> loyal = origin.send("GET", NEXT);
        origin.awaitHeld(51);

        for (int i = 0; i < 50; i++) {
            if (i % 2 == 0) {
                clients.get(i).close();
            } else {
                clients.get(i).reset();
            }
        }

        origin.awaitHeld(1);
        origin.publish("live/ch1", packager -> packager.part("v1"));
        assertThat(loyal.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void aPipelinedRequestBehindAHeldOneIsAnsweredAfterIt() throws Exception {
        start(HttpLimits.defaults());
        RawHttp together = raw();
        together.write("GET " + NEXT + " HTTP/1.1\r\nHost: x\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
        RawHttp later = raw().get(NEXT);
        origin.awaitHeld(2);
        later.get("/healthz");
        assertThat(together.hasAnswer()).isFalse();

        origin.publish("live/ch1", packager -> packager.part("v1"));

        for (RawHttp client : List.of(together, later)) {
            assertThat(new String(client.read().body(), java.nio.charset.StandardCharsets.UTF_8))
                    .startsWith("#EXTM3U");
            assertThat(client.read().body()).asString().isEqualTo("ok\n");
        }
    }

    @Test
    @Tag("LL-111")
    void notOneByteIsSentBeforeTheHintedPartExists() throws Exception {
        start(HttpLimits.defaults());
        RawHttp client = raw().get("/live/ch1/v1/p4808.m4s");
        origin.awaitHeld(1);
        origin.publish("live/ch1", packager -> packager.segments(1, "a1"));
        assertThat(origin.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(client.hasAnswer()).isFalse();

        origin.publish("live/ch1", packager -> packager.part("v1"));

        assertThat(client.read().body()).isEqualTo(FakePackager.bytes("v1", 4808));
    }

    @Test
    @Tag("DEC-12")
    void givenTheTotalIsReached_thenOneMoreIs503AndTheOthersStay() throws Exception {
        start(new HttpLimits(10, 10, 3, 512 * 1024, Duration.ofSeconds(10)));
        List<RawHttp> clients = List.of(raw().get(NEXT), raw().get(NEXT), raw().get(NEXT));
        origin.awaitHeld(3);

        HttpResponse<byte[]> refused = origin.get(NEXT);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(header(refused, "Cache-Control")).isEqualTo("max-age=1");
        assertThat(header(refused, "Retry-After")).isEqualTo("1");
        assertThat(origin.get("/live/ch1/v1.m3u8").statusCode())
                .as("what is there is served")
                .isEqualTo(200);
        origin.publish("live/ch1", packager -> packager.part("v1"));
        for (RawHttp client : clients) {
            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    @Test
    @Tag("LL-074")
    void malformedRequestsNeverDisturbTheOthers() throws Exception {
        start(HttpLimits.defaults());
        CompletableFuture<HttpResponse<byte[]>> held = origin.send("GET", NEXT);
        origin.awaitHeld(1);

        List<String> hostile = List.of(
                "GET /live/ch1/v1.m3u8?_HLS_msn=" + "9".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /live/ch1/v1.m3u8?" + "_HLS_msn=1&".repeat(500) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /live/ch1/v1.m3u8?%zz=%u0000&_HLS_part=%00 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /live/ch1/v1.m3u8?_HLS_msn=1|2 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /live/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /live/ch1/v1.m3u8\u0000 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /live/ch1/v1.m3u8 HTTP/1.1\r\n\r\n",
                "GET /" + "a/".repeat(3_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET * HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET http://x HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /live/ch1/v1.m3u8 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello",
                "GET /live/ch1/v1.m3u8 HTTP/1.1\r\nHost: x\r\nRange: bytes=" + "0-1,".repeat(1_000) + "\r\n\r\n",
                "GET /live/ch1/v1.m3u8 HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(40_000) + "\r\n\r\n");
        for (String request : hostile) {
            try (RawHttp client = new RawHttp(origin.server.address())) {
                client.write(request);
                int status = client.read().status();
                assertThat(status).as(request.substring(0, 20)).isIn(200, 400, 404, 405, 414, 431);
            } catch (java.io.EOFException | java.net.SocketException closed) {
                // closing without an answer is an answer, too
            }
        }

        origin.publish("live/ch1", packager -> packager.part("v1"));
        assertThat(held.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("LL-120")
    void overHttp2AHundredHeldStreamsShareAConnection() throws Exception {
        start(HttpLimits.defaults());
        RawHttp2 client = http2();
        Set<Integer> streams = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            streams.add(client.get(NEXT));
        }
        origin.awaitHeld(100);

        origin.publish("live/ch1", packager -> packager.part("v1"));

        client.readUntilEnded(streams);
        assertThat(streams).allMatch(client::isOk);
        assertThat(streams).allMatch(stream -> client.body(stream).contains("URI=\"v1/p4808.m4s\""));
        origin.awaitHeld(0);
    }

    @Test
    void cancelledStreamsDoNotHurtTheLiveOnesOfTheirConnection() throws Exception {
        start(new HttpLimits(500, 1_000, 1_000, 512 * 1024, Duration.ofSeconds(10)));
        RawHttp2 client = http2();
        List<Integer> cancelled = new ArrayList<>();
        Set<Integer> live = new HashSet<>();
        for (int i = 0; i < 290; i++) {
            int stream = client.get(NEXT);
            if (i % 14 == 13) {
                live.add(stream);
            } else {
                cancelled.add(stream);
            }
        }
        origin.awaitHeld(290);
        assertThat(cancelled).hasSize(270);
        for (int stream : cancelled) {
            client.cancel(stream);
        }
        int after = client.get("/healthz"); // answered after the cancellations were read
        client.readUntilEnded(Set.of(after));

        origin.publish("live/ch1", packager -> packager.part("v1"));

        client.readUntilEnded(live);
        assertThat(live).hasSize(20).allMatch(client::isOk);
        int next = client.get("/live/ch1/v1.m3u8");
        client.readUntilEnded(Set.of(next));
        assertThat(client.isOk(next)).as("the connection lives on").isTrue();
        origin.awaitHeld(0);
    }

    @Test
    void aConnectionMayHoldOnlySoManyStreams() throws Exception {
        start(new HttpLimits(5, 1_000, 1_000, 512 * 1024, Duration.ofSeconds(10)));
        RawHttp2 client = http2();
        Set<Integer> held = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            held.add(client.get(NEXT));
        }
        origin.awaitHeld(5);

        int refused = client.get(NEXT);
        client.readUntilEnded(Set.of(refused));

        assertThat(client.isOk(refused)).isFalse();
        origin.publish("live/ch1", packager -> packager.part("v1"));
        client.readUntilEnded(held);
        assertThat(held).allMatch(client::isOk);
    }

    @Test
    @Tag("LL-091")
    void anHttp2ConnectionThatClosesFreesAllItsPlaces() throws Exception {
        start(HttpLimits.defaults());
        RawHttp2 client = http2();
        for (int i = 0; i < 20; i++) {
            client.get(NEXT);
        }
        origin.awaitHeld(20);

        client.close();

        origin.awaitHeld(0);
    }

    private void start(HttpLimits limits) throws Exception {
        origin = new TestOrigin(limits);
        origin.start("live/ch1", Formats.videoAndAudio());
        origin.publish("live/ch1", packager -> packager.segments(2, "v1", "a1"));
    }

    private RawHttp raw() throws Exception {
        RawHttp client = new RawHttp(origin.server.address());
        connections.add(client);
        return client;
    }

    private RawHttp2 http2() throws Exception {
        RawHttp2 client = new RawHttp2(origin.server.address());
        connections.add(client);
        return client;
    }

    private static int version(HttpResponse<byte[]> response) {
        String etag = header(response, "ETag");
        return Integer.parseInt(etag.substring(etag.lastIndexOf('.') + 1, etag.length() - 1));
    }
}
