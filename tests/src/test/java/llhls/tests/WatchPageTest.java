package llhls.tests;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The pages in a real browser, playing with hls.js. */
class WatchPageTest {

    private static final double WATCHED_SECONDS = 30;

    @Test
    @Tag("LL-159")
    void atTheDefaultsHalfAMinutePlaysWithoutAStallLessThanThreeSecondsBehind() {
        try (OriginUnderTest origin = OriginUnderTest.start();
                ChildProcess encoder =
                        Ffmpeg.publishTestPicture(Ffmpeg.srtUrl(origin.srtPort(), "live/show"), Ffmpeg.LOW_LATENCY);
                Chromium browser = new Chromium()) {
            origin.awaitStream("live/show");
            browser.open(origin.uri("/watch/live/show"));

            Viewing viewing = Viewing.of(browser, WATCHED_SECONDS);

            viewing.assertFlawless(3.0);
            assertLowLatencyRequests(browser.requests());
            assertThat(encoder.isAlive()).as(encoder.output()).isTrue();
        }
    }

    @Test
    void withShortPartsHalfAMinutePlaysWithoutAStallLessThanOneAndAHalfSecondsBehind() {
        try (OriginUnderTest origin = OriginUnderTest.start("--demo", "--set", "part-duration=200ms");
                Chromium browser = new Chromium()) {
            origin.awaitStream("live/demo");
            browser.open(origin.uri("/watch/live/demo"));

            Viewing viewing = Viewing.of(browser, WATCHED_SECONDS);

            viewing.assertFlawless(1.5);
            assertLowLatencyRequests(browser.requests());
        }
    }

    @Test
    @Tag("DEC-9")
    void aViewerSurvivesAnEncoderThatGoesAwayAndComesBack() {
        try (OriginUnderTest origin = OriginUnderTest.start("--set", "srt-idle-timeout=1s");
                Chromium browser = new Chromium()) {
            browser.open(origin.uri("/watch/live/show"));
            awaitState(browser, "waiting");
            try (ChildProcess first =
                    Ffmpeg.publishTestPicture(Ffmpeg.srtUrl(origin.srtPort(), "live/show"), Ffmpeg.LOW_LATENCY)) {
                awaitState(browser, "playing");
                first.kill();
            }
            awaitState(browser, "gap");
            try (ChildProcess second =
                    Ffmpeg.publishTestPicture(Ffmpeg.srtUrl(origin.srtPort(), "live/show"), Ffmpeg.LOW_LATENCY)) {
                awaitState(browser, "playing");
                double resumedAt = Viewing.stats(browser).currentTime();
                Wait.untilTrue(
                        "it plays on at the live edge",
                        () -> Viewing.stats(browser).currentTime() > resumedAt + 3
                                && Viewing.stats(browser).latency() < 3);
                assertThat(second.isAlive()).as(second.output()).isTrue();
            }
        }
    }

    @Test
    void aTabThatWasInTheBackgroundIsBackAtTheLiveEdgeAndCountsNoStall() {
        try (OriginUnderTest origin = OriginUnderTest.start();
                ChildProcess encoder =
                        Ffmpeg.publishTestPicture(Ffmpeg.srtUrl(origin.srtPort(), "live/show"), Ffmpeg.LOW_LATENCY);
                Chromium browser = new Chromium()) {
            origin.awaitStream("live/show");
            browser.open(origin.uri("/watch/live/show"));
            awaitState(browser, "playing");

            browser.inBackground(() -> awaitMoreSegments(origin, 5));

            awaitState(browser, "playing");
            assertThat(Viewing.stats(browser).latency()).isLessThan(3.2);
            assertThat(Viewing.stats(browser).stalls()).isZero();
            assertThat(encoder.isAlive()).as(encoder.output()).isTrue();
        }
    }

    private static void awaitMoreSegments(OriginUnderTest origin, int count) {
        long start = origin.mediaPlaylists("live/show").get(0).newestMsn();
        Wait.untilTrue(
                count + " more segments",
                () -> origin.mediaPlaylists("live/show").get(0).newestMsn() >= start + count);
    }

    @Test
    @Tag("DEC-16")
    void theListTeachesHowToPushAndThenShowsTheStream() {
        try (OriginUnderTest origin = OriginUnderTest.start();
                Chromium browser = new Chromium()) {
            browser.open(origin.uri("/"));
            Wait.untilTrue("the empty page shows recipes", () -> text(browser).contains("srt://127.0.0.1:"));

            try (ChildProcess encoder =
                    Ffmpeg.publishTestPicture(Ffmpeg.srtUrl(origin.srtPort(), "live/show"), Ffmpeg.LOW_LATENCY)) {
                Wait.untilTrue("the stream is listed", () -> text(browser).contains("live/show"));

                assertThat(browser.evaluate("return document.querySelector('a.button').getAttribute('href')"))
                        .isEqualTo("/watch/live/show");
                Wait.untilTrue("its renditions are listed", () -> text(browser).contains("v1 ·"));
                assertThat(encoder.isAlive()).as(encoder.output()).isTrue();
            }
        }
    }

    private static String text(Chromium browser) {
        return browser.evaluate("return document.body.innerText").toString();
    }

    private static void awaitState(Chromium browser, String state) {
        Wait.until("the page says " + state, () -> {
            Map<String, Object> stats = browser.object("return llhlsStats()");
            if (!state.equals(stats.get("state"))) {
                throw new AssertionError("it says " + stats);
            }
            return Optional.of(stats);
        });
    }

    /** Every reload of a media playlist after its second is a blocking one, and nothing is refused. */
    private static void assertLowLatencyRequests(List<Map<String, Object>> requests) {
        assertThat(requests)
                .allSatisfy(request -> assertThat(((Number) request.get("status")).intValue())
                        .as("%s", request)
                        .isLessThan(400));
        List<String> playlists = requests.stream()
                .map(request -> request.get("url").toString())
                .filter(url -> url.matches(".*/[a-z0-9-]+\\.m3u8(\\?.*)?") && !url.contains("/index.m3u8"))
                .toList();
        for (String rendition : List.of("v1", "a1")) {
            List<String> reloads = playlists.stream()
                    .filter(url -> url.contains("/" + rendition + ".m3u8"))
                    .skip(2)
                    .toList();
            assertThat(reloads).as(rendition).hasSizeGreaterThan(20).allMatch(url -> url.contains("_HLS_msn="));
        }
    }
}
