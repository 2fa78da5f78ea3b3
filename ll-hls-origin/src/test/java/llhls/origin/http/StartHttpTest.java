package llhls.origin.http;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import llhls.origin.testing.FakePackager;
import llhls.origin.testing.Formats;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static llhls.origin.http.MediaPlaylistHttpTest.header;
import static llhls.origin.http.MediaPlaylistHttpTest.text;
import static org.assertj.core.api.Assertions.assertThat;

/** What is asked before a stream can be played. */
class StartHttpTest {

    private TestOrigin origin;

    @BeforeEach
    void publisherIsThere() throws Exception {
        origin = new TestOrigin();
        origin.connect("live/ch1");
    }

    @AfterEach
    void stop() {
        origin.close();
    }

    @Test
    @Tag("LL-094")
    @Tag("LL-145")
    @Tag("DEC-11")
    void givenNoSegmentYet_thenPlaylistsAreHeldUntilThereIsOne() throws Exception {
        CompletableFuture<HttpResponse<byte[]>> index = origin.send("GET", "/live/ch1/index.m3u8?_HLS_msn=x");
        CompletableFuture<HttpResponse<byte[]>> media = origin.send("GET", "/live/ch1/v1.m3u8");
        CompletableFuture<HttpResponse<byte[]>> unknown = origin.send("GET", "/live/ch1/v9.m3u8");
        origin.awaitHeld(3);

        origin.publish("live/ch1", packager -> packager.start(Formats.videoAndAudio()));
        assertThat(unknown.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(404);
        origin.publish("live/ch1", packager -> packager.part("v1"));
        assertThat(origin.held.parked()).isEqualTo(2);

        origin.publish("live/ch1", FakePackager::fullSegment);
        assertThat(text(media.get(30, TimeUnit.SECONDS))).contains("v1/s1200.m4s");
        assertThat(index).isNotDone();

        origin.publish("live/ch1", packager -> packager.segment("a1"));
        HttpResponse<byte[]> multivariant = index.get(30, TimeUnit.SECONDS);
        assertThat(text(multivariant)).contains("v1.m3u8", "a1.m3u8");
        assertThat(header(multivariant, "Cache-Control")).isEqualTo("max-age=5");
        assertThat(header(multivariant, "Content-Type")).isEqualTo("application/vnd.apple.mpegurl");
    }

    @Test
    @Tag("LL-094")
    @Tag("LL-145")
    @Tag("DEC-12")
    void givenNoSegmentForTheHoldLimit_thenPlaylistsAre404() throws Exception {
        CompletableFuture<HttpResponse<byte[]>> index = origin.send("GET", "/live/ch1/index.m3u8");
        CompletableFuture<HttpResponse<byte[]>> media = origin.send("GET", "/live/ch1/v1.m3u8");
        origin.awaitHeld(2);

        origin.clock.advance(Duration.ofSeconds(6));

        for (CompletableFuture<HttpResponse<byte[]>> request : java.util.List.of(index, media)) {
            HttpResponse<byte[]> response = request.get(30, TimeUnit.SECONDS);
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(header(response, "Cache-Control")).isEqualTo("max-age=1");
        }
    }

    @Test
    @Tag("DEC-11")
    void givenThePublisherLeavesBeforeThat_thenHeldRequestsAre404AtOnce() throws Exception {
        CompletableFuture<HttpResponse<byte[]>> media = origin.send("GET", "/live/ch1/v1.m3u8");
        origin.awaitHeld(1);

        origin.disconnect("live/ch1");
        origin.clock.advance(Duration.ofMillis(10)); // the next tick of the media thread

        assertThat(media.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(404);
        assertThat(origin.get("/live/ch1/v1.m3u8").statusCode()).isEqualTo(404);
    }

    @Test
    @Tag("LL-145")
    void theMultivariantPlaylistIgnoresDirectivesAndAnswersGzipAndHead() throws Exception {
        origin.publish(
                "live/ch1",
                packager -> packager.start(Formats.plan(Formats.videoRendition("v1")))
                        .fullSegment());

        HttpResponse<byte[]> plain = origin.get("/live/ch1/index.m3u8?_HLS_part=7&_HLS_skip=YES");
        assertThat(plain.statusCode()).isEqualTo(200);
        assertThat(header(origin.get("/live/ch1/index.m3u8", "Accept-Encoding", "gzip"), "Content-Encoding"))
                .isEqualTo("gzip");
        assertThat(origin.get("/live/ch1/index.m3u8", "If-None-Match", header(plain, "ETag"))
                        .statusCode())
                .isEqualTo(304);
    }
}
