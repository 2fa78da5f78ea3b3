package llhls.tests;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Publishers that vanish, come back, or come in twice. */
class ReconnectTest {

    private static final String STREAM = "live/back";

    @Test
    @Tag("DEC-8")
    @Tag("DEC-9")
    @Tag("SRT-052")
    void givenAKilledPublisher_whenItComesBackInTime_thenTheStreamGoesOnBehindADiscontinuity() {
        try (OriginUnderTest origin = start("reconnect-window=15s")) {
            long before;
            try (ChildProcess first = publish(origin)) {
                before = awaitSegments(origin, 3);
                first.kill();
            }
            awaitState(origin, "gap");
            try (ChildProcess second = publish(origin)) {
                List<PlaylistText> playlists = awaitDiscontinuityAfter(origin, before);

                assertThat(second.isAlive()).as(second.output()).isTrue();
                playlists.forEach(playlist -> assertNumbersRunOn(playlist, before));
                assertThat(discontinuities(playlists.get(0))).isEqualTo(discontinuities(playlists.get(1)));
                assertThat(playlists).noneMatch(PlaylistText::ended);
            }
        }
    }

    @Test
    @Tag("DEC-9")
    void givenAKilledPublisher_whenItStaysAway_thenThePlaylistEnds() {
        try (OriginUnderTest origin = start("reconnect-window=2s")) {
            try (ChildProcess only = publish(origin)) {
                awaitSegments(origin, 2);
                only.kill();
            }

            List<PlaylistText> playlists = origin.awaitEnd(STREAM);

            assertThat(playlists)
                    .allSatisfy(playlist ->
                            assertThat(playlist.value("EXT-X-PRELOAD-HINT")).isEmpty());
        }
    }

    @Test
    @Tag("DEC-9")
    @Tag("DEC-4")
    void givenAnEndedStream_whenItIsPublishedAgain_thenItStartsAnewAboveTheOldNumbers() {
        try (OriginUnderTest origin = start("reconnect-window=0s")) {
            try (ChildProcess first = publish(origin)) {
                awaitSegments(origin, 2);
                first.kill();
            }
            long last = origin.awaitEnd(STREAM).get(0).newestMsn();
            try (ChildProcess second = publish(origin)) {
                Wait.untilTrue(
                        "a new stream",
                        () -> origin.mediaPlaylists(STREAM).stream().noneMatch(PlaylistText::ended));

                assertThat(origin.mediaPlaylists(STREAM))
                        .allSatisfy(
                                playlist -> assertThat(playlist.mediaSequence()).isGreaterThan(last));
                assertThat(second.isAlive()).as(second.output()).isTrue();
            }
        }
    }

    @Test
    @Tag("DEC-10")
    @Tag("SRT-056")
    @Tag("SRT-024")
    void givenARunningPublisher_whenASecondOneCalls_thenItIsRefusedAndTheFirstGoesOn() {
        try (OriginUnderTest origin = start("reconnect-window=15s");
                ChildProcess first = publish(origin)) {
            long before = awaitSegments(origin, 2);

            try (ChildProcess second = publish(origin)) {
                assertThat(second.awaitExit(Duration.ofSeconds(30)))
                        .as(second.output())
                        .isNotZero();
            }

            Wait.untilTrue(
                    "the first goes on",
                    () -> origin.mediaPlaylists(STREAM).get(0).newestMsn() >= before + 2);
            assertThat(first.isAlive()).as(first.output()).isTrue();
            assertThat(origin.mediaPlaylists(STREAM))
                    .allSatisfy(
                            playlist -> assertThat(discontinuities(playlist)).isEmpty());
            assertThat(origin.log()).anyMatch(line -> line.contains(STREAM) && line.contains("already"));
        }
    }

    private static OriginUnderTest start(String setting) {
        return OriginUnderTest.start("--set", setting, "--set", "srt-idle-timeout=1s");
    }

    private static ChildProcess publish(OriginUnderTest origin) {
        return Ffmpeg.publishTestPicture(Ffmpeg.srtUrl(origin.srtPort(), STREAM), Ffmpeg.LOW_LATENCY);
    }

    /** Waits for so many complete segments; returns the newest number. */
    private static long awaitSegments(OriginUnderTest origin, int count) {
        return Wait.until(count + " segments", () -> {
            PlaylistText video = origin.mediaPlaylists(STREAM).get(0);
            return video.completeSegments().size() >= count ? Optional.of(video.newestMsn()) : Optional.empty();
        });
    }

    private static void awaitState(OriginUnderTest origin, String state) {
        Wait.untilTrue(
                "state " + state,
                () -> origin.status(STREAM)
                        .filter(entry -> state.equals(entry.get("state")))
                        .isPresent());
    }

    private static List<PlaylistText> awaitDiscontinuityAfter(OriginUnderTest origin, long msn) {
        return Wait.until("a complete segment behind a discontinuity", () -> {
            List<PlaylistText> playlists = origin.mediaPlaylists(STREAM);
            boolean all = playlists.stream()
                    .allMatch(playlist ->
                            discontinuities(playlist).stream().anyMatch(at -> at > msn && playlist.newestMsn() >= at));
            return all ? Optional.of(playlists) : Optional.empty();
        });
    }

    /** Numbers of the segments that carry DISCONTINUITY, without the stream's very first, which always does. */
    private static List<Long> discontinuities(PlaylistText playlist) {
        List<Long> found = new ArrayList<>();
        List<PlaylistText.Segment> segments = playlist.segments();
        for (PlaylistText.Segment segment : segments.subList(1, segments.size())) {
            if (segment.discontinuity()) {
                found.add(segment.msn());
            }
        }
        return found;
    }

    private static void assertNumbersRunOn(PlaylistText playlist, long before) {
        assertThat(playlist.completeSegments())
                .extracting(PlaylistText.Segment::msn)
                .contains(before);
        long first = playlist.mediaSequence();
        assertThat(playlist.completeSegments())
                .extracting(PlaylistText.Segment::msn)
                .containsExactlyElementsOf(LongStream.rangeClosed(first, playlist.newestMsn())
                        .boxed()
                        .toList());
    }
}
