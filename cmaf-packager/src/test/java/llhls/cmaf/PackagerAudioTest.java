package llhls.cmaf;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import llhls.cmaf.PackagerCounters.Event;
import llhls.cmaf.RecordingPartSink.Segment;
import llhls.media.AudioFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Audio that follows video, and audio alone. */
class PackagerAudioTest {

    private static final long FRAME_48K = 1920; // in 90 kHz ticks
    private static final byte[] STEREO_SILENCE = HexFormat.of().parseHex("210049900219002380");

    /** Frames of simulated audio with these numbers are lost. */
    private static SimulatedEncoder losing(long from, long count) {
        long first = SimulatedEncoder.DEFAULT_START + from * FRAME_48K;
        return new SimulatedEncoder()
                .only(unit -> unit.track() != SimulatedEncoder.AUDIO
                        || unit.ptsTicks() < first
                        || unit.ptsTicks() >= first + count * FRAME_48K);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 23, 30, 46})
    @Tag("CMAF-044")
    @Tag("DEC-7")
    void givenUpToASecondOfAudioLost_whenItComesBack_thenExactlyTheLostFramesAreSilent(int lost) {
        PackagerFixture f = new PackagerFixture().run(losing(200, lost), 12);

        PublishedRules.hold(f.sink);
        assertThat(f.count(Event.AUDIO_GAP_FILLED)).isEqualTo(lost);
        assertThat(silentFrames(f.sink)).isEqualTo(lost);
        assertThat(f.sink.parts("a1")).noneMatch(Part::gap);
    }

    @Test
    @Tag("CMAF-065")
    @Tag("LL-149")
    void givenTwoSecondsOfAudioLost_whenItComesBack_thenPartsInBetweenAreGapsAndTheTimelineGoesOn() {
        PackagerFixture f = new PackagerFixture().run(losing(200, 94), 14);

        PublishedRules.hold(f.sink);
        List<Part> gaps = f.sink.parts("a1").stream().filter(Part::gap).toList();
        assertThat(gaps).hasSizeBetween(2, 4);
        assertThat(f.sink.segments("a1").stream().filter(s -> s.start.discontinuity()))
                .hasSize(1);
        assertThat(f.sink.parts("v1")).noneMatch(Part::gap);
        assertThat(f.sink.parts("a1").get(f.sink.parts("a1").size() - 1).gap()).isFalse();
    }

    @Test
    @Tag("CMAF-065")
    @Tag("DEC-6")
    void givenNoMoreAudio_whenVideoGoesOn_thenVideoIsNotHeldAndAudioFollowsAPartLaterAsGaps() {
        PackagerFixture f = new PackagerFixture().run(losing(200, 1_000_000), 14);

        PublishedRules.hold(f.sink);
        List<Part> audio = f.sink.parts("a1");
        assertThat(audio.get(audio.size() - 1).gap()).isTrue();
        int behind = f.sink.parts("v1").size() - audio.size();
        assertThat(behind).isBetween(1, 2);
        assertThat(f.count(Event.AUDIO_PART_LATE)).isGreaterThan(10);
        assertThat(f.sink.findingCodes()).contains("late-audio");
        assertThat(f.packager.state()).isEqualTo(Packager.State.LIVE);
    }

    @Test
    @Tag("DEC-6")
    void givenAudio300MillisecondsLate_whenCut_thenItsPartsAreCompleteAndVideoIsNotLater() {
        PackagerFixture f = new PackagerFixture();
        f.run(new SimulatedEncoder().audioLate(Duration.ofMillis(300)), 14);

        PublishedRules.hold(f.sink);
        assertThat(f.count(Event.AUDIO_PART_LATE)).isZero();
        assertThat(f.count(Event.AUDIO_GAP_FILLED)).isZero();
        f.sink.publications.stream()
                .filter(p -> p.rendition().equals("v1") && p.part() != null && p.atNs() > 5_000_000_000L)
                .forEach(p -> assertThat(p.atNs()).isEqualTo(p.part().trace().lastByteNs()));
    }

    @Test
    @Tag("DEC-6")
    void givenAudioMuchLaterThanAPart_whenCut_thenAfterTheFirstSurpriseNothingOfItIsReplacedBySilence() {
        PackagerFixture f = new PackagerFixture();
        SimulatedEncoder encoder = new SimulatedEncoder().audioLate(Duration.ofMillis(1300));
        f.run(encoder, 10);
        long surprised = f.count(Event.AUDIO_OVERLAP_DROPPED);
        f.run(encoder, 20);

        PublishedRules.hold(f.sink);
        assertThat(surprised).isPositive();
        assertThat(f.count(Event.AUDIO_OVERLAP_DROPPED)).isEqualTo(surprised);
        assertThat(f.sink.findingCodes()).contains("late-audio");
    }

    @Test
    @Tag("DEC-6")
    void givenShortPartsAndAudioLaterThanOne_whenCut_thenNothingOfItIsLost() {
        PackagerFixture f = new PackagerFixture(PackagerFixture.withParts(200));
        f.run(new SimulatedEncoder().audioLate(Duration.ofMillis(300)), 14);

        PublishedRules.hold(f.sink);
        assertThat(f.count(Event.AUDIO_GAP_FILLED)).isZero();
        assertThat(f.sink.parts("a1")).noneMatch(Part::gap);
        assertThat(f.sink.findingCodes()).contains("late-audio");
    }

    @Test
    @Tag("CMAF-045")
    void givenFramesThatOverlapByHalfAFrame_whenPlaced_thenTheyAreDropped() {
        PackagerFixture f = new PackagerFixture();
        SimulatedEncoder encoder = new SimulatedEncoder();
        f.run(encoder, 5);
        long before = f.count(Event.AUDIO_OVERLAP_DROPPED);
        long newest = newestAudioPts(f);
        encoder.sink()
                .accessUnit(SimulatedEncoder.unit(
                        SimulatedEncoder.AUDIO,
                        newest + FRAME_48K / 2 - 2,
                        newest + FRAME_48K / 2 - 2,
                        true,
                        false,
                        f.clock.nanoTime()));
        f.run(encoder, 5);

        assertThat(f.count(Event.AUDIO_OVERLAP_DROPPED)).isEqualTo(before + 1);
        PublishedRules.hold(f.sink);
    }

    private static long newestAudioPts(PackagerFixture f) {
        long elapsed = f.clock.nanoTime() * 9 / 100_000;
        return SimulatedEncoder.DEFAULT_START + (elapsed / FRAME_48K - 2) * FRAME_48K;
    }

    @Test
    @Tag("CMAF-043")
    void given44100HzWithRoundedTimestamps_whenCut_thenTheLedgerCountsFrames() {
        PackagerFixture f = new PackagerFixture();
        f.run(new SimulatedEncoder().audio(Formats.audio44k()).milliseconds(0), 60);

        PublishedRules.hold(f.sink);
        assertThat(f.count(Event.AUDIO_GAP_FILLED)).isZero();
        assertThat(f.count(Event.AUDIO_OVERLAP_DROPPED)).isZero();
        assertThat(f.sink.parts("a1"))
                .allMatch(part -> ParsedPart.of(part).totalDuration()
                        == 1024L * ParsedPart.of(part).count());
    }

    @ParameterizedTest
    @ValueSource(longs = {-100, 100})
    void givenAnAudioClockThatDrifts_whenItIsOffForTwoSeconds_thenItIsCorrectedAtASegmentStartWithoutLosingFrames(
            long ppm) {
        PackagerFixture f = new PackagerFixture();
        f.run(new SimulatedEncoder().audioDrift(ppm), 800);

        PublishedRules.holdWithDriftCorrections(f.sink);
        assertThat(f.count(Event.AUDIO_DRIFT_CORRECTED)).isBetween(4L, 12L);
        assertThat(f.count(Event.AUDIO_GAP_FILLED) + f.count(Event.AUDIO_OVERLAP_DROPPED))
                .isLessThanOrEqualTo(2);
    }

    @Test
    @Tag("CMAF-049")
    @Tag("LL-153")
    void givenBothRenditions_whenSegmentsStart_thenEachHasTheDateOfItsOwnFirstSample() {
        PackagerFixture f = new PackagerFixture().run(new SimulatedEncoder().rate(30_000, 1001), 30);

        List<Segment> video = f.sink.segments("v1");
        List<Segment> audio = f.sink.segments("a1");
        for (int i = 0; i < audio.size(); i++) {
            long dates =
                    audio.get(i).start.programDateMicros() - video.get(i).start.programDateMicros();
            long starts = audio.get(i).start.startMicros() - video.get(i).start.startMicros();
            assertThat(dates).isBetween(0L, 21_334L).isEqualTo(starts);
        }
    }

    static Stream<Arguments> alone() {
        return Stream.of(
                Arguments.of(Formats.audio48k(), 200, 9),
                Arguments.of(Formats.audio48k(), 500, 23),
                Arguments.of(Formats.audio44k(), 500, 21),
                Arguments.of(Formats.audio44k(), 333, 14));
    }

    @ParameterizedTest
    @MethodSource("alone")
    @Tag("CMAF-064")
    void givenAudioAlone_whenCut_thenPartsHaveAFixedNumberOfFramesAndLeaveWithTheirLast(
            AudioFormat format, int partMillis, int frames) {
        PackagerFixture f = new PackagerFixture(PackagerFixture.withParts(partMillis));
        f.run(new SimulatedEncoder().audioOnly().audio(format), 20);

        PublishedRules.hold(f.sink);
        assertThat(f.sink.plan().renditions())
                .extracting(StreamPlan.Rendition::id)
                .containsExactly("a1");
        assertThat(f.sink.plan().targetDurationSeconds()).isEqualTo(2);
        assertThat(f.sink.completeSegments("a1")).hasSizeGreaterThan(7);
        assertThat(f.sink.parts("a1"))
                .allMatch(part -> ParsedPart.of(part).count() == frames)
                .allMatch(Part::independent);
        f.sink.publications.stream()
                .filter(p -> p.atNs() > 1_000_000_000L)
                .forEach(p -> assertThat(p.atNs()).isEqualTo(p.part().trace().lastByteNs()));
    }

    @Test
    @Tag("CMAF-064")
    void givenAudioAlone_whenTwoSecondsAreLost_thenItGoesOnAfterGaps() {
        long first = SimulatedEncoder.DEFAULT_START + 300 * FRAME_48K;
        PackagerFixture f = new PackagerFixture()
                .run(
                        new SimulatedEncoder()
                                .audioOnly()
                                .only(unit -> unit.ptsTicks() < first || unit.ptsTicks() >= first + 100 * FRAME_48K),
                        20);

        PublishedRules.hold(f.sink);
        assertThat(f.sink.parts("a1")).filteredOn(Part::gap).hasSizeBetween(2, 5);
        assertThat(f.sink.parts("a1").get(f.sink.parts("a1").size() - 1).gap()).isFalse();
    }

    @Test
    @Tag("CMAF-064")
    void givenVideoAlone_whenCut_thenThereIsOneRendition() {
        PackagerFixture f = new PackagerFixture().run(new SimulatedEncoder().audio(null), 10);

        PublishedRules.hold(f.sink);
        assertThat(f.sink.plan().renditions())
                .extracting(StreamPlan.Rendition::id)
                .containsExactly("v1");
        assertThat(f.sink.plan().partTargetMillis()).isEqualTo(510);
    }

    @Test
    void givenSurroundAudio_whenFramesAreLost_thenTheLastIsRepeatedAtMostTwiceAndMoreIsAGap() {
        AudioFormat surround = new AudioFormat(Formats.hex("11B0"), "mp4a.40.2", 48_000, 6, 1024);
        PackagerFixture two = new PackagerFixture().run(losing(200, 2).audio(surround), 12);
        PackagerFixture five = new PackagerFixture().run(losing(200, 5).audio(surround), 12);

        PublishedRules.hold(two.sink);
        PublishedRules.hold(five.sink);
        assertThat(two.sink.parts("a1")).noneMatch(Part::gap);
        assertThat(two.count(Event.AUDIO_GAP_FILLED)).isEqualTo(2);
        assertThat(five.sink.parts("a1")).filteredOn(Part::gap).hasSizeBetween(1, 2);
    }

    @Test
    @Tag("CMAF-090")
    void givenAudioFarAheadOfVideo_whenItsQueueIsFull_thenItIsDroppedAndNamed() {
        PackagerFixture f = new PackagerFixture();
        SimulatedEncoder encoder = new SimulatedEncoder();
        f.run(encoder, 4);
        boolean[] videoStops = {false};
        encoder.only(unit -> unit.track() == SimulatedEncoder.AUDIO || !videoStops[0]);
        videoStops[0] = true;
        f.run(encoder, Duration.ofMillis(3_600));

        assertThat(f.count(Event.AUDIO_AHEAD_DROPPED)).isBetween(1L, 40L);
        assertThat(f.sink.findingCodes()).contains("audio-ahead");
        videoStops[0] = false;
        f.run(encoder, 6);
        PublishedRules.hold(f.sink);
    }

    private static int silentFrames(RecordingPartSink sink) {
        int silent = 0;
        for (Part part : sink.parts("a1")) {
            if (!part.gap()) {
                for (byte[] sample : ParsedPart.of(part).samples()) {
                    silent += java.util.Arrays.equals(sample, STEREO_SILENCE) ? 1 : 0;
                }
            }
        }
        return silent;
    }
}
