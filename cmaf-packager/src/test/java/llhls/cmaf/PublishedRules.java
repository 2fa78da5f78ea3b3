package llhls.cmaf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import llhls.cmaf.RecordingPartSink.Segment;
import llhls.media.AudioFormat;
import llhls.media.TrackFormat;
import llhls.media.time.Timescale;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules that hold for everything a packager publishes, whatever the source does. */
final class PublishedRules {

    private final RecordingPartSink sink;
    private final boolean audioMayStep; // drift corrections move the audio ledger

    private PublishedRules(RecordingPartSink sink, boolean audioMayStep) {
        this.sink = sink;
        this.audioMayStep = audioMayStep;
    }

    static void hold(RecordingPartSink sink) {
        new PublishedRules(sink, false).check();
    }

    static void holdWithDriftCorrections(RecordingPartSink sink) {
        new PublishedRules(sink, true).check();
    }

    private void check() {
        for (StreamPlan.Rendition rendition : sink.plan().renditions()) {
            List<Segment> segments = sink.segments(rendition.id());
            numbersRunOn(segments);
            partsKeepTheirLimits(segments);
            segmentsKeepTheirLimits(segments);
            sumsAreExact(segments);
            independenceIsTrue(rendition.format(), segments);
            ledgerHasNoHole(rendition.format(), segments);
        }
        renditionsAreCutAlike();
        audioBelongsToItsInterval();
        datesAgree();
    }

    private void numbersRunOn(List<Segment> segments) {
        long msn = segments.get(0).start.msn();
        long number = segments.get(0).parts.get(0).number();
        for (Segment segment : segments) {
            assertThat(segment.start.msn()).isEqualTo(msn++);
            int index = 0;
            for (Part part : segment.parts) {
                assertThat(part.index()).isEqualTo(index++);
                assertThat(part.number()).isEqualTo(number++);
            }
        }
    }

    /** CMAF-052, CMAF-053, LL-028, LL-029. */
    private void partsKeepTheirLimits(List<Segment> segments) {
        long target = sink.plan().partTargetMillis() * 1000L;
        for (Segment segment : segments) {
            for (int i = 0; i < segment.parts.size(); i++) {
                Part part = segment.parts.get(i);
                long micros = part.endMicros() - part.startMicros();
                boolean last = i == segment.parts.size() - 1;
                boolean beforeGap = !last && segment.parts.get(i + 1).gap();
                assertThat(micros)
                        .as("part %d of %d", i, segment.start.msn())
                        .isPositive()
                        .isLessThanOrEqualTo(target);
                if (!part.independent() && !part.gap() && !last && !beforeGap) {
                    assertThat(100 * micros)
                            .as("part %d of %d", i, segment.start.msn())
                            .isGreaterThanOrEqualTo(85 * target);
                }
            }
        }
    }

    /** LL-011. */
    private void segmentsKeepTheirLimits(List<Segment> segments) {
        for (Segment segment : segments) {
            if (segment.end != null) {
                assertThat((segment.micros() + 500_000) / 1_000_000)
                        .as("segment %d of %d us", segment.start.msn(), segment.micros())
                        .isLessThanOrEqualTo(sink.plan().targetDurationSeconds());
            }
        }
    }

    /** CMAF-051, LL-034. */
    private void sumsAreExact(List<Segment> segments) {
        for (Segment segment : segments) {
            long at = segment.start.startMicros();
            for (Part part : segment.parts) {
                assertThat(part.segment()).isEqualTo(segment.start);
                assertThat(part.startMicros()).isEqualTo(at);
                at = part.endMicros();
            }
            if (segment.end != null) {
                assertThat(segment.end.endMicros()).isEqualTo(at);
                assertThat(segment.end.partCount()).isEqualTo(segment.parts.size());
            }
        }
    }

    /** CMAF-026, CMAF-058. */
    private static void independenceIsTrue(TrackFormat format, List<Segment> segments) {
        for (Segment segment : segments) {
            for (Part part : segment.parts) {
                if (part.gap()) {
                    assertThat(part.bytes().remaining()).isZero();
                    assertThat(part.independent()).isFalse();
                } else {
                    boolean sync =
                            format instanceof AudioFormat || ParsedPart.of(part).hasSync();
                    assertThat(part.independent()).isEqualTo(sync);
                }
            }
        }
    }

    /** CMAF-025, CMAF-036, CMAF-042. */
    private void ledgerHasNoHole(TrackFormat format, List<Segment> segments) {
        Timescale timescale = format.timescale();
        long expected = -1;
        long sequenceNumber = -1;
        for (Segment segment : segments) {
            if (segment.start.discontinuity() || (audioMayStep && format instanceof AudioFormat)) {
                expected = -1;
            }
            for (Part part : segment.parts) {
                if (part.gap()) {
                    expected = gapEnd(expected, part, timescale);
                    continue;
                }
                ParsedPart parsed = ParsedPart.of(part);
                assertThat(java.util.Arrays.stream(parsed.durations()).min().orElse(0))
                        .isPositive();
                if (expected >= 0) {
                    assertThat(parsed.decodeTime())
                            .as("tfdt of part %d of %d", part.index(), segment.start.msn())
                            .isEqualTo(expected);
                }
                assertThat(parsed.sequenceNumber()).isGreaterThan(sequenceNumber);
                sequenceNumber = parsed.sequenceNumber();
                expected = parsed.decodeTime() + parsed.totalDuration();
                long micros = part.endMicros() - part.startMicros();
                long exact = timescale.toMicros(expected) - timescale.toMicros(parsed.decodeTime());
                assertThat(micros).isEqualTo(exact);
                assertThat(parsed.presentationTime(0)).isNotNegative();
            }
        }
    }

    /** A gap part has no ticks; its listed microseconds tell them, as both of its ends are rounded down. */
    private static long gapEnd(long expected, Part part, Timescale timescale) {
        if (expected < 0) {
            return -1;
        }
        long endMicros = timescale.toMicros(expected) + part.endMicros() - part.startMicros();
        long ticks = timescale.fromMicros(endMicros);
        return timescale.toMicros(ticks) == endMicros ? ticks : ticks + 1;
    }

    /** CMAF-060, LL-147: same segments, same parts, same numbers, discontinuities at the same place. */
    private void renditionsAreCutAlike() {
        Map<Long, Integer> complete = new HashMap<>();
        Map<Long, Part> firstParts = new HashMap<>();
        for (StreamPlan.Rendition rendition : sink.plan().renditions()) {
            for (Segment segment : sink.segments(rendition.id())) {
                Part first = segment.parts.get(0);
                Part other = firstParts.putIfAbsent(segment.start.msn(), first);
                if (other != null) {
                    assertThat(first.number()).isEqualTo(other.number());
                    assertThat(first.segment().discontinuity())
                            .isEqualTo(other.segment().discontinuity());
                }
                if (segment.end != null) {
                    Integer parts = complete.putIfAbsent(segment.start.msn(), segment.parts.size());
                    assertThat(segment.parts)
                            .as("segment %d of %s", segment.start.msn(), rendition.id())
                            .hasSize(parts == null ? segment.parts.size() : parts);
                }
            }
        }
    }

    /** CMAF-061, for continuous audio: the first frame of a part does not start before its video part, nor a frame later. */
    private void audioBelongsToItsInterval() {
        if (sink.plan().renditions().size() < 2 || audioMayStep) {
            return;
        }
        Map<Long, Part> video = new HashMap<>();
        sink.parts("v1").forEach(part -> video.put(part.number(), part));
        AudioFormat format = (AudioFormat) sink.plan().renditions().get(1).format();
        long frameMicros = 1_000_000L * format.samplesPerFrame() / format.sampleRate() + 2;
        for (Part part : sink.parts("a1")) {
            Part lead = video.get(part.number());
            assertThat(lead).as("video leads").isNotNull();
            assertThat(part.startMicros() - lead.startMicros())
                    .as("start of part %d of %d", part.index(), part.segment().msn())
                    .isBetween(-1L, frameMicros);
            assertThat(part.endMicros() - lead.endMicros()).isBetween(-1L, frameMicros);
        }
    }

    /** CMAF-049, CMAF-050, LL-154. */
    private void datesAgree() {
        for (StreamPlan.Rendition rendition : sink.plan().renditions()) {
            Segment before = null;
            for (Segment segment : sink.segments(rendition.id())) {
                boolean follows = before != null && before.end != null && !segment.start.discontinuity();
                if (follows && !(audioMayStep && rendition.format() instanceof AudioFormat)) {
                    long step = segment.start.programDateMicros() - before.start.programDateMicros();
                    assertThat(step - before.micros()).isBetween(-1000L, 1000L);
                }
                before = segment;
            }
        }
    }
}
