package llhls.origin.http;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import llhls.origin.testing.FakePackager;
import llhls.origin.testing.Formats;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static llhls.origin.http.MediaPlaylistHttpTest.header;
import static llhls.origin.http.MediaPlaylistHttpTest.text;
import static org.assertj.core.api.Assertions.assertThat;

class MediaHttpTest {

    private TestOrigin origin;

    /** Two segments, 1200 and 1201, and part 4808 of the third; the hint is 4809. */
    @BeforeEach
    void twoSegmentsAndAPart() throws Exception {
        origin = new TestOrigin();
        origin.start("live/ch1", Formats.videoAndAudio());
        origin.publish("live/ch1", packager -> {
            packager.segments(2, "v1", "a1");
            packager.part("v1");
            packager.part("a1");
        });
    }

    @AfterEach
    void stop() {
        origin.close();
    }

    @Test
    @Tag("LL-123")
    @Tag("LL-126")
    @Tag("LL-130")
    @Tag("LL-137")
    void aPartHasTheHeadersOfMedia() throws Exception {
        HttpResponse<byte[]> part = origin.get("/live/ch1/v1/p4801.m4s");

        assertThat(part.statusCode()).isEqualTo(200);
        assertThat(part.body()).isEqualTo(FakePackager.bytes("v1", 4801));
        assertThat(header(part, "Content-Type")).isEqualTo("video/iso.segment");
        assertThat(header(part, "Content-Length")).isEqualTo("" + part.body().length);
        assertThat(header(part, "Cache-Control")).isEqualTo("max-age=18, immutable");
        assertThat(header(part, "ETag")).isEqualTo("\"p4801.m4s\"");
        assertThat(header(part, "Last-Modified")).isEqualTo("Mon, 02 Mar 2026 09:40:00 GMT");
        assertThat(header(part, "Expires")).isEqualTo("Mon, 02 Mar 2026 09:40:18 GMT");
        assertThat(header(part, "Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(header(part, "Access-Control-Expose-Headers")).contains("Age");
        assertThat(header(part, "Accept-Ranges")).isEqualTo("bytes");
        assertThat(part.headers().map()).doesNotContainKeys("vary", "age");
    }

    @Test
    @Tag("LL-134")
    void heavierMediaIsNotMoreUrgent() throws Exception {
        assertThat(header(origin.get("/live/ch1/v1/p4801.m4s"), "Priority")).isEqualTo("u=3");
        assertThat(header(origin.get("/live/ch1/v1/s1200.m4s"), "Priority")).isEqualTo("u=3");
        assertThat(header(origin.get("/live/ch1/a1/p4801.m4s"), "Priority")).isEqualTo("u=2");
        assertThat(header(origin.get("/live/ch1/v1/init-1.mp4"), "Priority")).isEqualTo("u=2");
    }

    @Test
    @Tag("LL-123")
    @Tag("LL-043")
    void initSegmentsHaveTheTypeOfTheirTrack() throws Exception {
        HttpResponse<byte[]> video = origin.get("/live/ch1/v1/init-1.mp4");

        assertThat(video.body()).isEqualTo(FakePackager.initBytes("init-1.mp4"));
        assertThat(header(video, "Content-Type")).isEqualTo("video/mp4");
        assertThat(header(origin.get("/live/ch1/a1/init-1.mp4"), "Content-Type"))
                .isEqualTo("audio/mp4");
    }

    @Test
    @Tag("LL-033")
    @Tag("LL-119")
    void aSegmentIsTheConcatenationOfItsParts() throws Exception {
        assertThat(origin.get("/live/ch1/v1/s1200.m4s?_HLS_msn=x&_HLS_part=9").body())
                .isEqualTo(segment());
    }

    @ParameterizedTest
    @Tag("LL-118")
    @CsvSource({
        "bytes=0-0,0,1",
        "bytes=0-999,0,1000",
        "bytes=990-1015,990,1016",
        "bytes=1005-,1005,4012",
        "bytes=-5,4007,4012",
        "bytes=-99999,0,4012",
        "bytes=4000-9007199254740991,4000,4012"
    })
    void aRangeOfASegmentIsCutAcrossItsParts(String range, int from, int to) throws Exception {
        byte[] whole = segment();
        assertThat(whole).hasSize(4012);

        HttpResponse<byte[]> response = origin.get("/live/ch1/v1/s1200.m4s", "Range", range);

        assertThat(response.statusCode()).isEqualTo(206);
        assertThat(response.body()).isEqualTo(Arrays.copyOfRange(whole, from, to));
        assertThat(header(response, "Content-Range")).isEqualTo("bytes " + from + "-" + (to - 1) + "/4012");
        assertThat(header(response, "Content-Length")).isEqualTo("" + (to - from));
    }

    @Test
    @Tag("LL-118")
    void aRangeBeyondTheEndIs416() throws Exception {
        HttpResponse<byte[]> response = origin.get("/live/ch1/v1/s1200.m4s", "Range", "bytes=4012-");

        assertThat(response.statusCode()).isEqualTo(416);
        assertThat(header(response, "Content-Range")).isEqualTo("bytes */4012");
        assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("*");
    }

    @ParameterizedTest
    @Tag("LL-118")
    @ValueSource(strings = {"bytes=0-1,4-5", "bytes=5-1", "lines=0-1", "bytes=", "bytes=-", "bytes=x-1"})
    void aRangeWeCannotReadIsIgnored(String range) throws Exception {
        assertThat(origin.get("/live/ch1/v1/s1200.m4s", "Range", range).statusCode())
                .isEqualTo(200);
    }

    @Test
    @Tag("LL-118")
    void ifRangeDecidesWhetherTheRangeCounts() throws Exception {
        String path = "/live/ch1/v1/s1200.m4s";

        assertThat(origin.get(path, "Range", "bytes=0-1", "If-Range", "\"s1200.m4s\"")
                        .statusCode())
                .isEqualTo(206);
        assertThat(origin.get(path, "Range", "bytes=0-1", "If-Range", "Mon, 02 Mar 2026 09:40:00 GMT")
                        .statusCode())
                .isEqualTo(206);
        assertThat(origin.get(path, "Range", "bytes=0-1", "If-Range", "\"s1199.m4s\"")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    @Tag("LL-132")
    @Tag("LL-133")
    void headAndEtagsWorkOnMedia() throws Exception {
        HttpResponse<byte[]> head =
                origin.send("HEAD", "/live/ch1/v1/s1200.m4s").get(30, TimeUnit.SECONDS);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "Content-Length")).isEqualTo("4012");
        assertThat(origin.get("/live/ch1/v1/s1200.m4s", "If-None-Match", header(head, "ETag"))
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    @Tag("LL-111")
    @Tag("LL-112")
    void theHintedPartAndTwoBeyondAreHeldUntilTheyAreWhole() throws Exception {
        CompletableFuture<HttpResponse<byte[]>> hinted = origin.send("GET", "/live/ch1/v1/p4809.m4s");
        CompletableFuture<HttpResponse<byte[]>> second = origin.send("GET", "/live/ch1/v1/p4811.m4s");
        CompletableFuture<HttpResponse<byte[]>> head = origin.send("HEAD", "/live/ch1/v1/p4809.m4s");
        origin.awaitHeld(3);

        origin.publish("live/ch1", packager -> packager.part("v1"));

        HttpResponse<byte[]> held = hinted.get(30, TimeUnit.SECONDS);
        assertThat(held.statusCode()).isEqualTo(200);
        assertThat(held.body()).isEqualTo(FakePackager.bytes("v1", 4809));
        assertThat(header(held, "Content-Length")).isEqualTo("" + held.body().length);
        assertThat(origin.get("/live/ch1/v1/p4809.m4s").body()).isEqualTo(held.body());
        assertThat(head.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(second).isNotDone();

        origin.publish("live/ch1", packager -> {
            packager.part("v1");
            packager.lastPart("v1");
        });
        assertThat(second.get(30, TimeUnit.SECONDS).body()).isEqualTo(FakePackager.bytes("v1", 4811));
    }

    @Test
    @Tag("LL-114")
    @Tag("LL-127")
    void aPartFarAheadIs404AndNeverCached() throws Exception {
        for (String file : List.of("p4812.m4s", "p999999999999999999.m4s", "s1202.m4s", "s1203.m4s")) {
            HttpResponse<byte[]> response = origin.get("/live/ch1/v1/" + file);
            assertThat(response.statusCode()).as(file).isEqualTo(404);
            assertThat(header(response, "Cache-Control")).as(file).isEqualTo("no-store");
        }
    }

    @Test
    @Tag("LL-114")
    void whatIsPastIs404ForATargetDuration() throws Exception {
        for (String file : List.of("p4799.m4s", "s1199.m4s")) {
            HttpResponse<byte[]> response = origin.get("/live/ch1/v1/" + file);
            assertThat(response.statusCode()).as(file).isEqualTo(404);
            assertThat(header(response, "Cache-Control")).as(file).isEqualTo("max-age=2");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"p.m4s", "p04801.m4s", "p-1.m4s", "p4801.m4", "p4801.m4s.m4s", "p9999999999999999999.m4s", "x"})
    void whatIsNoMediaNameIs404(String file) throws Exception {
        assertThat(origin.get("/live/ch1/v1/" + file).statusCode()).isEqualTo(404);
    }

    @Test
    @Tag("LL-113")
    void givenTheStreamEnds_thenHeldAndLaterRequestsForTheHintAre404() throws Exception {
        CompletableFuture<HttpResponse<byte[]>> held = origin.send("GET", "/live/ch1/v1/p4809.m4s");
        origin.awaitHeld(1);

        origin.end("live/ch1");

        assertThat(held.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(404);
        assertThat(header(origin.get("/live/ch1/v1/p4809.m4s"), "Cache-Control"))
                .isEqualTo("max-age=2");
        assertThat(origin.get("/live/ch1/v1/p4808.m4s").statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("LL-115")
    @Tag("DEC-12")
    void givenNoPublicationForTheHoldLimit_thenTheHintedPartIs404() throws Exception {
        CompletableFuture<HttpResponse<byte[]>> held = origin.send("GET", "/live/ch1/v1/p4809.m4s");
        origin.awaitHeld(1);

        origin.clock.advance(Duration.ofSeconds(6));

        HttpResponse<byte[]> response = held.get(30, TimeUnit.SECONDS);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(header(response, "Cache-Control")).isEqualTo("max-age=1");
    }

    @Test
    @Tag("LL-150")
    void givenAGapPart_thenItsHoldersGet404() throws Exception {
        origin.publish("live/ch1", packager -> packager.end("v1"));
        CompletableFuture<HttpResponse<byte[]>> held = origin.send("GET", "/live/ch1/v1/p4809.m4s");
        origin.awaitHeld(1);

        origin.publish("live/ch1", packager -> packager.gap(true).part("v1"));

        assertThat(held.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(404);
    }

    @Test
    @Tag("LL-116")
    void aPartIsThereWhenThePlaylistSaysSo() throws Exception {
        for (int i = 0; i < 100; i++) {
            long next = 4809L + i;
            CompletableFuture<byte[]> part = origin.send(
                            "GET", "/live/ch1/v1.m3u8?_HLS_msn=" + (1202L + i / 4) + "&_HLS_part=" + (i + 1) % 4)
                    .thenCompose(playlist -> {
                        assertThat(text(playlist)).contains("URI=\"v1/p" + next + ".m4s\"");
                        return origin.send("GET", "/live/ch1/v1/p" + next + ".m4s");
                    })
                    .thenApply(HttpResponse::body);
            boolean last = (i + 1) % 4 == 3;
            origin.publish("live/ch1", packager -> publishPart(packager, last));
            assertThat(part.get(30, TimeUnit.SECONDS)).isEqualTo(FakePackager.bytes("v1", next));
        }
    }

    private static void publishPart(FakePackager packager, boolean last) {
        if (last) {
            packager.lastPart("v1");
        } else {
            packager.part("v1");
        }
    }

    private static byte[] segment() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (long number = 4800; number < 4804; number++) {
            whole.writeBytes(FakePackager.bytes("v1", number));
        }
        return whole.toByteArray();
    }
}
