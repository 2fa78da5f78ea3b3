package llhls.origin.http;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import llhls.origin.testing.FakePackager;
import llhls.origin.testing.Formats;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MediaPlaylistHttpTest {

    private static final String PLAYLIST = "/live/ch1/v1.m3u8";

    private TestOrigin origin;

    @BeforeEach
    void tenSegmentsAndTwoParts() throws Exception {
        origin = new TestOrigin();
        origin.start("live/ch1", Formats.videoAndAudio());
        origin.publish("live/ch1", packager -> {
            packager.segments(10, "v1", "a1");
            packager.part("a1");
            packager.part("v1");
            packager.part("a1");
            packager.part("v1");
        });
    }

    @AfterEach
    void stop() {
        origin.close();
    }

    @Test
    @Tag("LL-122")
    @Tag("LL-125")
    @Tag("LL-129")
    @Tag("LL-130")
    @Tag("LL-134")
    void aPlainRequestHasTheHeadersOfAPlaylist() throws Exception {
        HttpResponse<byte[]> response = origin.get(PLAYLIST);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).isEqualTo("application/vnd.apple.mpegurl");
        assertThat(header(response, "Cache-Control")).isEqualTo("max-age=1");
        assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(header(response, "Access-Control-Expose-Headers"))
                .isEqualTo("Age, Date, ETag, Content-Length, Content-Range, Server-Timing");
        assertThat(header(response, "Timing-Allow-Origin")).isEqualTo("*");
        assertThat(header(response, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(header(response, "Priority")).isEqualTo("u=1");
        assertThat(header(response, "Last-Modified")).isEqualTo("Mon, 02 Mar 2026 09:40:00 GMT");
        assertThat(header(response, "Content-Length")).isEqualTo("" + response.body().length);
        assertThat(response.headers().firstValue("Date")).isPresent();
        assertThat(response.headers().map()).doesNotContainKeys("age", "set-cookie");
        assertThat(text(response)).startsWith("#EXTM3U\n").contains("p4842.m4s");
    }

    @Test
    @Tag("LL-121")
    void givenGzipIsAccepted_thenTheBodyIsCompressed() throws Exception {
        HttpResponse<byte[]> packed = origin.get(PLAYLIST, "Accept-Encoding", "br, gzip;q=0.8");
        HttpResponse<byte[]> refused = origin.get(PLAYLIST, "Accept-Encoding", "gzip;q=0, *");

        assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(packed, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .isEqualTo(refused.body());
        assertThat(refused.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(header(packed, "ETag")).isNotEqualTo(header(refused, "ETag"));
    }

    @Test
    @Tag("LL-133")
    @Tag("LL-136")
    void givenTheCurrentEtag_thenNotModified() throws Exception {
        String etag = header(origin.get(PLAYLIST), "ETag");

        HttpResponse<byte[]> same = origin.get(PLAYLIST, "If-None-Match", "\"x\", " + etag);
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(header(same, "ETag")).isEqualTo(etag);
        assertThat(origin.get(PLAYLIST + "?_HLS_skip=YES", "If-None-Match", etag)
                        .statusCode())
                .isEqualTo(200);

        origin.publish("live/ch1", packager -> packager.part("v1"));
        assertThat(origin.get(PLAYLIST, "If-None-Match", etag).statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("LL-132")
    void headIsGetWithoutABody() throws Exception {
        HttpResponse<byte[]> get = origin.get(PLAYLIST);
        HttpResponse<byte[]> head = origin.send("HEAD", PLAYLIST).get(30, TimeUnit.SECONDS);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String name : List.of("ETag", "Content-Length", "Cache-Control", "Content-Type", "Vary", "Priority")) {
            assertThat(header(head, name)).as(name).isEqualTo(header(get, name));
        }
    }

    @Test
    @Tag("LL-132")
    @Tag("LL-077")
    @Tag("LL-095")
    @Tag("LL-124")
    void givenTheNextPart_thenTheRequestIsHeldUntilItIsThere() throws Exception {
        CompletableFuture<HttpResponse<byte[]>> get = origin.send("GET", PLAYLIST + "?_HLS_msn=1210&_HLS_part=2");
        CompletableFuture<HttpResponse<byte[]>> head = origin.send("HEAD", PLAYLIST + "?_HLS_msn=1210&_HLS_part=2");
        origin.awaitHeld(2);
        origin.publish("live/ch1", packager -> packager.part("a1"));
        assertThat(get).isNotDone();

        origin.publish("live/ch1", packager -> packager.part("v1"));

        HttpResponse<byte[]> response = get.get(30, TimeUnit.SECONDS);
        assertThat(text(response)).contains("URI=\"v1/p4842.m4s\",INDEPENDENT=YES");
        assertThat(header(response, "Cache-Control")).isEqualTo("max-age=12");
        assertThat(head.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        origin.awaitHeld(0);
    }

    @Test
    @Tag("LL-108")
    void givenSkipWithTheNextPart_thenTheDeltaIsOfTheReleasingVersion() throws Exception {
        CompletableFuture<HttpResponse<byte[]>> delta =
                origin.send("GET", PLAYLIST + "?_HLS_skip=YES&_HLS_msn=1210&_HLS_part=2");
        origin.awaitHeld(1);

        origin.publish("live/ch1", packager -> packager.part("v1"));

        assertThat(text(delta.get(30, TimeUnit.SECONDS)))
                .contains("#EXT-X-SKIP:SKIPPED-SEGMENTS=", "URI=\"v1/p4842.m4s\"");
    }

    @Test
    @Tag("LL-075")
    @Tag("LL-076")
    @Tag("LL-081")
    void givenASegmentOrAnIndexPastItsEnd_thenEachIsReleasedByItsOwnVersion() throws Exception {
        CompletableFuture<HttpResponse<byte[]>> whole = origin.send("GET", PLAYLIST + "?_HLS_msn=1210");
        CompletableFuture<HttpResponse<byte[]>> pastEnd = origin.send("GET", PLAYLIST + "?_HLS_msn=1210&_HLS_part=9");
        origin.awaitHeld(2);

        origin.publish("live/ch1", packager -> packager.part("v1"));
        assertThat(origin.held.parked()).isEqualTo(2);

        origin.publish("live/ch1", packager -> packager.end("v1"));
        assertThat(text(whole.get(30, TimeUnit.SECONDS))).contains("v1/s1210.m4s");
        assertThat(pastEnd).isNotDone();

        origin.publish("live/ch1", packager -> packager.part("v1"));
        assertThat(text(pastEnd.get(30, TimeUnit.SECONDS))).contains("URI=\"v1/p4843.m4s\"");
    }

    @Test
    @Tag("LL-087")
    @Tag("LL-128")
    @Tag("DEC-12")
    void givenAStalledEncoder_thenTheHeldRequestGets503AfterThreeTargetDurations() throws Exception {
        CompletableFuture<HttpResponse<byte[]>> stalled = origin.send("GET", PLAYLIST + "?_HLS_msn=1210&_HLS_part=2");
        origin.awaitHeld(1);
        origin.clock.advance(Duration.ofMillis(5_999));
        assertThat(stalled).isNotDone();

        origin.clock.advance(Duration.ofMillis(1));

        HttpResponse<byte[]> response = stalled.get(30, TimeUnit.SECONDS);
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(header(response, "Cache-Control")).isEqualTo("max-age=1");
        assertThat(header(response, "Retry-After")).isEqualTo("1");
        assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(response.body().length).isLessThan(200);
        origin.awaitHeld(0);
    }

    @Test
    @Tag("LL-089")
    @Tag("LL-088")
    void givenTheStreamEnds_thenHeldRequestsGetEndlistAtOnceAndDirectivesAreIgnored() throws Exception {
        CompletableFuture<HttpResponse<byte[]>> held = origin.send("GET", PLAYLIST + "?_HLS_msn=1212");
        origin.awaitHeld(1);

        origin.end("live/ch1");

        HttpResponse<byte[]> response = held.get(30, TimeUnit.SECONDS);
        assertThat(text(response)).endsWith("#EXT-X-ENDLIST\n");
        assertThat(header(response, "Cache-Control")).isEqualTo("max-age=60");
        assertThat(origin.get(PLAYLIST + "?_HLS_msn=nonsense&_HLS_part=").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @Tag("LL-073")
    @Tag("LL-074")
    @Tag("LL-083")
    @Tag("LL-127")
    @CsvSource({
        "_HLS_part=2,max-age=60",
        "_HLS_msn=x,max-age=60",
        "_HLS_msn=,max-age=60",
        "_HLS_msn=1210&_HLS_msn=1211,max-age=60",
        "_HLS_msn=1213,no-store",
        "_HLS_msn=1210&_HLS_part=15,no-store"
    })
    void badRequestsAreRefusedAndOnlyNonsenseIsCached(String query, String cacheControl) throws Exception {
        HttpResponse<byte[]> response = origin.get(PLAYLIST + "?" + query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(header(response, "Cache-Control")).isEqualTo(cacheControl);
        assertThat(header(response, "Content-Type")).startsWith("text/plain");
        assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(text(response)).startsWith("_HLS_").endsWith("\n");
        assertThat(text(response).lines()).hasSize(1);
    }

    @Test
    @Tag("LL-092")
    @Tag("LL-093")
    void foreignParametersAndOrderChangeNothing() throws Exception {
        byte[] plain = origin.get(PLAYLIST).body();
        byte[] delta = origin.get(PLAYLIST + "?_HLS_msn=1210&_HLS_part=1&_HLS_skip=YES")
                .body();

        assertThat(origin.get(PLAYLIST + "?token=a%20b&_HLS_push=1&_HLS_start_offset=3")
                        .body())
                .isEqualTo(plain);
        assertThat(origin.get(PLAYLIST + "?z=1&_HLS_skip=YES&_HLS_part=1&CMCD=bl%3D1&_HLS_msn=1210")
                        .body())
                .isEqualTo(delta);
        assertThat(origin.get(PLAYLIST + "?_HLS_msn=%31210&_HLS_part=1&_HLS_skip=YES")
                        .body())
                .isEqualTo(delta);
    }

    @Test
    @Tag("LL-079")
    @Tag("LL-082")
    void givenAPositionBelowTheWindow_thenTheCurrentPlaylist() throws Exception {
        assertThat(text(origin.get(PLAYLIST + "?_HLS_msn=7&_HLS_part=3"))).isEqualTo(text(origin.get(PLAYLIST)));
    }

    @Test
    @Tag("LL-118")
    void rangesOfPlaylistsAreIgnored() throws Exception {
        assertThat(origin.get(PLAYLIST, "Range", "bytes=0-3").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/live/ch1/v9.m3u8",
                "/live/nobody/index.m3u8",
                "/live/nobody/v1.m3u8",
                "/live/nobody/v1/p1.m4s",
                "/api/nobody/index.m3u8",
                "/live/../index.m3u8",
                "/live/ch1",
                "/live/ch1/",
                "/live/ch1/v1/",
                "/live/ch1/v1/x/y",
                "/live/ch1/.m3u8",
                "/live/ch1/trace/x",
                "/metrics",
                "//"
            })
    void whatDoesNotExistIs404ForASecond(String path) throws Exception {
        HttpResponse<byte[]> response = origin.get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(header(response, "Cache-Control")).isEqualTo("max-age=1");
        assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(text(response).lines()).hasSize(1);
    }

    @Test
    @Tag("LL-005")
    @Tag("DEC-1")
    void givenAnUnusualName_thenItIsReachedPercentEncoded() throws Exception {
        String name = "live/\uc1fc\ud551 \"1\"";
        origin.start(name, Formats.plan(Formats.videoRendition("v1")));
        origin.publish(name, FakePackager::fullSegment);

        HttpResponse<byte[]> response = origin.get("/live/%EC%87%BC%ED%95%91%20%221%22/v1.m3u8");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(text(response)).matches("(?s)[\\x20-\\x7E\n]*").contains("URI=\"v1/p");
    }

    static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("(no " + name + ")");
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
