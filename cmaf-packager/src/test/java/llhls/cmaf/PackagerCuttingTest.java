package llhls.cmaf;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import llhls.cmaf.PackagerCounters.Event;
import llhls.cmaf.RecordingPartSink.Publication;
import llhls.cmaf.RecordingPartSink.Segment;
import llhls.media.AccessUnit;
import llhls.media.AudioFormat;
import llhls.testing.Seeds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Where parts and segments of the leading track end, over the sources there are. */
class PackagerCuttingTest {

    static Stream<Arguments> rates() {
        return Stream.of(
                Arguments.of(24_000, 1001, 48, 12),
                Arguments.of(24, 1, 48, 12),
                Arguments.of(25, 1, 50, 10),
                Arguments.of(30_000, 1001, 60, 15),
                Arguments.of(30, 1, 60, 15),
                Arguments.of(50, 1, 100, 25),
                Arguments.of(60_000, 1001, 120, 30),
                Arguments.of(60, 1, 120, 30));
    }

    @ParameterizedTest
    @CsvSource({"30, 60, 16000, 1408", "25, 50, 16000, 1408", "30, 60, 8000, 1588", "60, 120, 11025, 1508"})
    @Tag("CMAF-053")
    @Tag("LL-029")
    void givenAudioWithLongFrames_whenPartsAreShort_thenVideoPartsStillReach85Percent(
            int fps, int gop, int sampleRate, String config) {
        AudioFormat audio = new AudioFormat(Formats.hex(config), "mp4a.40.2", sampleRate, 1, 1024);
        PackagerFixture f = new PackagerFixture(PackagerFixture.withParts(200));

        f.run(new SimulatedEncoder().rate(fps, 1).gop(gop).audio(audio), 20);

        assertThat(f.sink.completeSegments("v1")).hasSizeGreaterThan(7);
        PublishedRules.hold(f.sink);
    }

    @ParameterizedTest
    @MethodSource("rates")
    @Tag("CMAF-025")
    @Tag("CMAF-026")
    @Tag("CMAF-051")
    @Tag("CMAF-052")
    @Tag("CMAF-053")
    @Tag("CMAF-055")
    @Tag("CMAF-058")
    @Tag("CMAF-060")
    @Tag("CMAF-061")
    @Tag("CMAF-063")
    @Tag("LL-030")
    @Tag("LL-034")
    @Tag("LL-035")
    @Tag("LL-036")
    void givenConstantFrameRate_whenCut_thenEveryPartHasNFramesAndEverySegmentItsGop(int num, int den, int gop, int n) {
        PackagerFixture f =
                new PackagerFixture().run(new SimulatedEncoder().rate(num, den).gop(gop), 20);

        List<Segment> segments = f.sink.completeSegments("v1");
        assertThat(segments).hasSizeGreaterThan(7);
        for (Segment segment : segments) {
            assertThat(segment.parts).hasSize(gop / n);
            assertThat(segment.parts).allMatch(part -> ParsedPart.of(part).count() == n);
            assertThat(segment.parts)
                    .extracting(Part::independent)
                    .startsWith(true)
                    .containsOnlyOnce(true);
        }
        assertThat(f.count(Event.FORCED_CUTS)).isZero();
        PublishedRules.hold(f.sink);
    }

    @ParameterizedTest
    @MethodSource("rates")
    @Tag("CMAF-056")
    @Tag("LL-028")
    @Tag("LL-029")
    void givenTimestampsInMillisecondsWithJitter_whenCut_thenPartsKeepTheirLimits(int num, int den, int gop) {
        for (int partMillis : new int[] {200, 333, 500, 1000}) {
            for (int jitter : new int[] {0, 1}) {
                PackagerFixture f = new PackagerFixture(PackagerFixture.withParts(partMillis));
                f.run(new SimulatedEncoder(partMillis).rate(num, den).gop(gop).milliseconds(jitter), 20);

                assertThat(f.sink.completeSegments("v1")).hasSizeGreaterThan(7);
                PublishedRules.hold(f.sink);
            }
        }
    }

    static Stream<Arguments> lossy() {
        return Seeds.fixedAndFresh()
                .boxed()
                .flatMap(seed -> Stream.of(2, 10, 30).map(percent -> Arguments.of(seed, percent)));
    }

    @ParameterizedTest
    @MethodSource("lossy")
    @Tag("CMAF-036")
    @Tag("CMAF-037")
    @Tag("CMAF-046")
    void givenLostFrames_whenCut_thenTheLedgerHasNoHoleAndPresentationTimesAreTrue(long seed, int percent) {
        SimulatedEncoder encoder = new SimulatedEncoder(seed).rate(30_000, 1001).loss(percent / 100.0);
        PackagerFixture f = new PackagerFixture().run(encoder, 20);

        PublishedRules.hold(f.sink);
        presentationTimesAreTrue(f.sink);
        assertThat(f.sink.completeSegments("v1")).hasSizeGreaterThan(7);
    }

    /** Samples hold their source PTS; the media base is a whole number of seconds (CMAF-041). */
    static void presentationTimesAreTrue(RecordingPartSink sink) {
        Long base = null;
        for (Part part : sink.parts("v1")) {
            if (part.gap()) {
                continue;
            }
            ParsedPart parsed = ParsedPart.of(part);
            for (int i = 0; i < parsed.count(); i++) {
                long source = java.nio.ByteBuffer.wrap(parsed.samples()[i]).getLong(4);
                long difference = source - parsed.presentationTime(i);
                base = base == null ? difference : base;
                assertThat(difference).isEqualTo(base);
                assertThat(Math.floorMod(difference, 90_000L)).isZero();
            }
        }
    }

    private static final long LONGEST_SEGMENT_NS = 2_500_000_000L; // rounds to the target duration of 2 s

    static LongStream seeds() {
        return Seeds.fixedAndFresh();
    }

    /** Notes when the first two key frames arrived that were a whole GOP apart. */
    private static final class FullGop implements Consumer<AccessUnit> {
        private final long ticks;
        private long keyTicks = Long.MAX_VALUE;
        private long seenNs = Long.MAX_VALUE / 2;

        FullGop(long ticks) {
            this.ticks = ticks;
        }

        @Override
        public void accept(AccessUnit unit) {
            if (unit.track() != SimulatedEncoder.VIDEO || !unit.keyFrame()) {
                return;
            }
            if (seenNs == Long.MAX_VALUE / 2 && keyTicks != Long.MAX_VALUE && unit.ptsTicks() - keyTicks >= ticks) {
                seenNs = unit.lastByteNs();
            }
            keyTicks = unit.ptsTicks();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Tag("CMAF-057")
    @Tag("LL-031")
    @Tag("LL-045")
    void givenSceneCuts_whenCut_thenEverySegmentStartsWithAKeyFrame(long seed) {
        PackagerFixture f = new PackagerFixture();
        FullGop fullGop = new FullGop(60 * 3000);
        f.run(new SimulatedEncoder(seed).sceneCuts(0.02).observedBy(fullGop), 120);

        PublishedRules.hold(f.sink);
        List<Segment> segments = f.sink.completeSegments("v1");
        // only until a GOP of full length was seen may a cut have to be forced, and in the segment that runs then
        assertThat(segments.stream().filter(segment -> !segment.parts.get(0).independent()))
                .allSatisfy(forced -> assertThat(forced.parts.get(0).trace().firstByteNs())
                        .isLessThanOrEqualTo(fullGop.seenNs + LONGEST_SEGMENT_NS));
        assertThat(segments.subList(segments.size() / 2, segments.size()))
                .hasSizeGreaterThan(20)
                .allMatch(segment -> segment.parts.get(0).independent());
        for (Part part : f.sink.parts("v1")) {
            if (part.independent()) {
                assertThat(100 * ticksBeforeKeyFrame(part))
                        .isLessThan(85 * 90L * f.sink.plan().partTargetMillis());
            }
        }
    }

    /** 0 but for an unplanned key frame, which stays in a part that would be too short without it. */
    private static long ticksBeforeKeyFrame(Part part) {
        ParsedPart parsed = ParsedPart.of(part);
        long ticks = 0;
        for (int i = 0; parsed.flags()[i] != 0x02000000; i++) {
            ticks += parsed.durations()[i];
        }
        return ticks;
    }

    @Test
    @Tag("LL-038")
    @Tag("LL-039")
    @Tag("DEC-6")
    void givenALivingSource_whenPublished_thenPartsAndSegmentsKeepTheirCadenceInEveryRendition() {
        PackagerFixture f = new PackagerFixture();
        f.run(new SimulatedEncoder().rate(25, 1).gop(50).audioLate(Duration.ofMillis(150)), 20);

        for (String rendition : List.of("v1", "a1")) {
            long partNs = 3_000_000_000L;
            long segmentNs = partNs;
            for (Publication publication : f.sink.publications) {
                if (publication.rendition().equals(rendition) && publication.atNs() > 3_000_000_000L) {
                    if (publication.part() != null) {
                        assertThat(publication.atNs() - partNs)
                                .isLessThanOrEqualTo(f.sink.plan().partTargetMillis() * 1_000_000L + 40_000_000L);
                        partNs = publication.atNs();
                    }
                    if (publication.end() != null) {
                        assertThat(publication.atNs() - segmentNs).isLessThanOrEqualTo(3_000_000_000L);
                        segmentNs = publication.atNs();
                    }
                }
            }
            assertThat(partNs).isGreaterThan(19_000_000_000L);
            assertThat(segmentNs).isGreaterThan(17_500_000_000L);
        }
    }

    @Test
    @Tag("CMAF-027")
    @Tag("LL-046")
    void givenBFrames_whenCut_thenKeyFramesHaveNoOffsetAndSegmentsStartAtTheirEarliestPresentation() {
        PackagerFixture f = new PackagerFixture().run(new SimulatedEncoder().bFrames(), 12);

        PublishedRules.hold(f.sink);
        presentationTimesAreTrue(f.sink);
        for (Segment segment : f.sink.completeSegments("v1")) {
            long earliest = Long.MAX_VALUE;
            for (Part part : segment.parts) {
                ParsedPart parsed = ParsedPart.of(part);
                for (int i = 0; i < parsed.count(); i++) {
                    earliest = Math.min(earliest, parsed.presentationTime(i));
                }
            }
            ParsedPart first = ParsedPart.of(segment.parts.get(0));
            assertThat(first.offsets()[0]).isZero();
            assertThat(first.decodeTime()).isEqualTo(earliest);
        }
        assertThat(f.sink.findingCodes()).contains("b-frames");
    }

    @Test
    @Tag("CMAF-047")
    @Tag("LL-041")
    void givenThePredictMode_whenTheLastFrameOfAPartIsThere_thenThePartIsOutAndTheKeyFrameEndsTheSegmentAtOnce() {
        PackagerFixture f = new PackagerFixture().run(new SimulatedEncoder().audio(null), 10);

        List<Publication> live = f.sink.publications.stream()
                .filter(p -> p.atNs() > 5_000_000_000L)
                .toList();
        assertThat(live).hasSizeGreaterThan(8);
        for (int i = 0; i < live.size(); i++) {
            Part part = live.get(i).part();
            if (part != null) {
                assertThat(live.get(i).atNs()).isEqualTo(part.trace().lastByteNs());
                assertThat(live.get(i).end()).isNull();
            } else {
                // the frame after the last part is the key frame: one frame later, long before the next part
                assertThat(live.get(i).atNs() - live.get(i - 1).atNs()).isBetween(33_000_000L, 34_000_000L);
            }
        }
    }

    @Test
    @Tag("CMAF-047")
    void givenAnEncoderThatStops_whenItsPartIsFull_thenThePartIsAlreadyOut() {
        PackagerFixture f = new PackagerFixture();
        List<Long> sentAt = new ArrayList<>();
        SimulatedEncoder encoder =
                new SimulatedEncoder().audio(null).observedBy(unit -> sentAt.add(f.clock.nanoTime()));
        f.run(encoder, Duration.ofMillis(5_510)); // frame 165 is the last of a part

        Publication last = f.sink.publications.get(f.sink.publications.size() - 1);
        assertThat(last.atNs()).isEqualTo(sentAt.get(sentAt.size() - 1));
    }

    @Test
    @Tag("CMAF-048")
    void givenHoldAndPredictMode_whenTimestampsJitter_thenTheLedgersStayTogether() {
        PackagerFixture predict = new PackagerFixture();
        predict.run(new SimulatedEncoder(5).milliseconds(1), 40);
        PackagerFixture hold = new PackagerFixture(PackagerConfig.defaults(), false);
        hold.run(new SimulatedEncoder(5).milliseconds(1), 40);

        PublishedRules.hold(hold.sink);
        presentationTimesAreTrue(predict.sink);
        presentationTimesAreTrue(hold.sink);
        List<Segment> a = predict.sink.completeSegments("v1");
        List<Segment> b = hold.sink.completeSegments("v1");
        assertThat(a).hasSizeGreaterThan(17);
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            assertThat(a.get(i).end.endMicros() - b.get(i).end.endMicros()).isBetween(-4_000L, 4_000L);
        }
    }

    @Test
    @Tag("CMAF-057")
    @Tag("LL-040")
    @Tag("LL-011")
    @Tag("DEC-15")
    void givenKeyFramesStop_whenASegmentGetsTooLong_thenItIsForcedToEndTogetherWithItsLastPart() {
        PackagerFixture f = new PackagerFixture();
        SimulatedEncoder encoder = new SimulatedEncoder();
        f.run(encoder, 5);
        encoder.gop(1_000_000);
        f.run(encoder, 20);

        PublishedRules.hold(f.sink);
        assertThat(f.count(Event.FORCED_CUTS)).isGreaterThan(5);
        assertThat(f.sink.findingCodes()).contains("no-idr").doesNotHaveDuplicates();
        List<Publication> ends = f.sink.publications.stream()
                .filter(p -> p.rendition().equals("v1") && p.end() != null && p.atNs() > 8_000_000_000L)
                .toList();
        assertThat(ends).isNotEmpty().allMatch(p -> p.part() != null);
    }

    @Test
    @Tag("DEC-5")
    void givenKeyFramesEvery8Seconds_whenPlanned_thenTheTargetDurationIsRaisedAndTheDoctorSaysSo() {
        PackagerFixture f = new PackagerFixture().run(new SimulatedEncoder().gop(250), 40);

        assertThat(f.sink.plan().targetDurationSeconds()).isEqualTo(8);
        assertThat(f.sink.completeSegments("v1"))
                .hasSizeGreaterThan(2)
                .allMatch(segment -> segment.micros() == 8_333_333 || segment.micros() == 8_333_334);
        assertThat(f.sink.findings)
                .filteredOn(finding -> finding.code().equals("long-gop"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.message()).contains("8.33 s");
                    assertThat(finding.fix())
                            .contains("Keyframe Interval to 2 s")
                            .contains("-g 60");
                });
        PublishedRules.hold(f.sink);
    }

    @Test
    @Tag("CMAF-059")
    @Tag("DEC-11")
    @Tag("DEC-15")
    void givenNoSecondKeyFrame_whenTenSecondsArePast_thenItStartsWithoutPromisingIndependentSegments() {
        PackagerFixture f = new PackagerFixture();
        SimulatedEncoder encoder = new SimulatedEncoder().gop(1_000_000);
        f.run(encoder, Duration.ofMillis(9_990));
        assertThat(f.sink.events).isEmpty();
        assertThat(f.packager.state()).isEqualTo(Packager.State.IDLE);

        f.run(encoder, 10);
        assertThat(f.sink.plan().independentSegments()).isFalse();
        assertThat(f.sink.plan().targetDurationSeconds()).isEqualTo(2);
        PublishedRules.hold(f.sink);
    }

    @Test
    @Tag("CMAF-059")
    @Tag("DEC-11")
    void givenTheSecondKeyFrame_whenItArrives_thenEverythingBufferedIsCutInOneGo() {
        PackagerFixture f = new PackagerFixture();
        SimulatedEncoder encoder = new SimulatedEncoder().audio(null);
        f.run(encoder, Duration.ofMillis(2_030));
        assertThat(f.sink.events).isEmpty();

        f.run(encoder, Duration.ofMillis(10));
        assertThat(f.sink.events).containsExactly("started");
        assertThat(f.sink.plan().independentSegments()).isTrue();
        assertThat(f.sink.parts("v1")).hasSize(4);
        assertThat(f.sink.completeSegments("v1")).hasSize(1);
        assertThat(f.packager.state()).isEqualTo(Packager.State.LIVE);
    }

    @Test
    void givenAGopThatIsNoMultipleOfAPart_whenPlanned_thenTheDoctorSaysSo() {
        PackagerFixture f = new PackagerFixture().run(new SimulatedEncoder().gop(61), 10);

        assertThat(f.sink.findingCodes()).contains("odd-gop");
        PublishedRules.hold(f.sink);
    }

    @Test
    void givenIrregularIntervals_whenPlanned_thenTheDoctorNamesTheVariableFrameRate() {
        PackagerFixture f =
                new PackagerFixture().run(new SimulatedEncoder().audio(null).milliseconds(8), 12);

        assertThat(f.sink.findingCodes()).contains("variable-frame-rate");
        PublishedRules.hold(f.sink);
    }

    @Test
    @Tag("CMAF-035")
    @Tag("CMAF-073")
    void givenPublishedParts_whenTheStreamGoesOn_thenTheirBytesNeverChange() {
        PackagerFixture f = new PackagerFixture();
        SimulatedEncoder encoder = new SimulatedEncoder();
        f.run(encoder, 6);
        List<Part> parts = List.copyOf(f.sink.parts("v1"));
        List<byte[]> bytes = parts.stream().map(PackagerCuttingTest::copy).toList();
        f.run(encoder, 10);

        for (int i = 0; i < parts.size(); i++) {
            assertThat(copy(parts.get(i))).isEqualTo(bytes.get(i));
            assertThat(parts.get(i).bytes().isReadOnly()).isTrue();
            assertThat(parts.get(i).bytes().isDirect()).isTrue();
        }
    }

    private static byte[] copy(Part part) {
        byte[] copy = new byte[part.bytes().remaining()];
        part.bytes().duplicate().get(copy);
        return copy;
    }
}
