package llhls.cmaf;

import java.time.Duration;
import java.util.List;
import llhls.media.AudioFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class StreamPlannerTest {

    private static CutPlan plan(int num, int den, int gop, int partMillis, List<AudioFormat> audio) {
        PackagerConfig config = new PackagerConfig(
                Duration.ofMillis(partMillis), Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofMillis(1500));
        FrameRate rate = new FrameRate(num, den);
        return new StreamPlanner(config).forVideo(new LeadProfile(rate, rate.ticks(gop), 0, 0, true), audio);
    }

    @ParameterizedTest
    @CsvSource({
        // rate, GOP, wish: N, PART-TARGET of video alone, with 48 kHz AAC, target duration
        "30, 1, 60, 500, 15, 510, 512, 2",
        "30, 1, 60, 200, 6, 204, 214, 2",
        "30, 1, 30, 500, 15, 510, 512, 2",
        "30000, 1001, 60, 500, 15, 511, 512, 2",
        "25, 1, 50, 500, 10, 408, 408, 2",
        "25, 1, 50, 200, 5, 204, 214, 2",
        "24, 1, 48, 500, 12, 510, 512, 2",
        "24000, 1001, 48, 500, 12, 511, 512, 2",
        "50, 1, 100, 500, 25, 510, 512, 2",
        "60, 1, 120, 500, 30, 509, 512, 2",
        "60000, 1001, 120, 500, 30, 509, 512, 2",
        "60, 1, 120, 1000, 60, 1009, 1009, 2",
        "30, 1, 250, 500, 15, 510, 512, 8",
        "30, 1, 250, 1000, 25, 850, 854, 8",
        "30, 1, 15, 500, 15, 510, 512, 2",
        "1, 1, 2, 500, 1, 1020, 1020, 2",
    })
    @Tag("CMAF-063")
    @Tag("DEC-5")
    void givenRateAndGop_whenPlanned_thenPartsDivideTheGopAndTargetsFollow(
            int num, int den, int gop, int wish, int n, int alone, int withAudio, int target) {
        CutPlan video = plan(num, den, gop, wish, List.of());
        CutPlan both = plan(num, den, gop, wish, List.of(Formats.audio48k()));

        assertThat(video.partFrames()).isEqualTo(n);
        assertThat(video.partTargetMillis()).isEqualTo(alone);
        assertThat(both.partTargetMillis()).isEqualTo(withAudio);
        assertThat(both.targetDurationSeconds()).isEqualTo(target);
    }

    /** The first key frame distance may be that of a scene cut: later ones are longer. */
    @ParameterizedTest
    @CsvSource({"41", "44", "45", "60"})
    @Tag("CMAF-057")
    @Tag("DEC-5")
    void givenAShortFirstGop_whenPlanned_thenASegmentOfTheWantedDurationStillFits(int gop) {
        CutPlan plan = plan(30, 1, gop, 500, List.of(Formats.audio48k()));

        assertThat(plan.targetDurationSeconds()).isEqualTo(2);
        assertThat(plan.limits(List.of(Formats.audio48k())).maxSegment()).isGreaterThan(2 * 90_000);
    }

    @Test
    void givenAnyRateAndAudio_whenPlanned_thenRegularPartsReach85PercentAndHaveRoomForJitter() {
        for (int fps : new int[] {10, 12, 15, 20, 24, 25, 30, 48, 50, 60, 100, 120}) {
            for (int wish = 200; wish <= 2000; wish += 50) {
                for (AudioFormat audio : List.of(
                        Formats.audio48k(),
                        Formats.audio44k(),
                        new AudioFormat(Formats.hex("1310"), "mp4a.40.5", 24_000, 2, 1024),
                        new AudioFormat(Formats.hex("1408"), "mp4a.40.2", 16_000, 1, 1024),
                        new AudioFormat(Formats.hex("1508"), "mp4a.40.2", 11_025, 1, 1024),
                        new AudioFormat(Formats.hex("1588"), "mp4a.40.2", 8_000, 1, 1024))) {
                    CutPlan plan = plan(fps, 1, 2 * fps, wish, List.of(audio));
                    PartLimits limits = plan.limits(List.of(audio));
                    assertThat(plan.rate().ticks(plan.partFrames()))
                            .as("%d fps, %d ms, %d Hz", fps, wish, audio.sampleRate())
                            .isGreaterThanOrEqualTo(limits.minPart())
                            .isLessThanOrEqualTo(limits.maxPart());
                    assertThat(limits.maxPart()).isLessThanOrEqualTo(plan.partTargetMillis() * 90L);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"48000, 200, 9, 192", "48000, 500, 23, 491", "44100, 500, 21, 488", "24000, 500, 11, 470"})
    @Tag("CMAF-064")
    void givenAudioAlone_whenPlanned_thenPartsAreWholeFramesAndSegmentsWholeParts(
            int rate, int wish, int frames, int partTarget) {
        PackagerConfig config = PackagerFixture.withParts(wish);
        CutPlan plan =
                new StreamPlanner(config).forAudio(new AudioFormat(Formats.hex("1190"), "mp4a.40.2", rate, 2, 1024));

        assertThat(plan.partFrames()).isEqualTo(frames);
        assertThat(plan.partTargetMillis()).isEqualTo(partTarget);
        assertThat(plan.segmentFrames() % frames).isZero();
        assertThat(plan.targetDurationSeconds()).isEqualTo(2);
    }

    @Test
    @Tag("CMAF-054")
    @Tag("DEC-5")
    void givenAnotherFrameRate_whenThePlanGoesOn_thenPartTargetStaysAndNFollows() {
        CutPlan plan = plan(30, 1, 60, 500, List.of(Formats.audio48k()));
        CutPlan next = plan.withRate(new FrameRate(50, 1));

        assertThat(next.partTargetMillis()).isEqualTo(512);
        assertThat(next.targetDurationSeconds()).isEqualTo(2);
        assertThat(next.partFrames()).isEqualTo(25);
    }
}
