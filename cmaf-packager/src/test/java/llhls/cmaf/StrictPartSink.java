package llhls.cmaf;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import llhls.media.AudioFormat;
import llhls.media.EncoderFinding;
import llhls.media.TrackFormat;
import llhls.media.time.Timescale;
import org.jspecify.annotations.Nullable;

/** Checks the rules at every publication and keeps nothing: for runs too long or too wild to record. */
final class StrictPartSink implements PartSink {

    private final boolean audioMayStep;
    private final Map<String, Rendition> renditions = new HashMap<>();
    private final Map<String, Long> numbers = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > 10_000;
        }
    };
    private @Nullable StreamPlan plan;
    private long leastMsn;
    long parts;
    long gaps;
    long segments;
    long discontinuities;
    long streams;

    /** @param audioMayStep whether drift corrections may move the audio ledger at segment starts */
    StrictPartSink(boolean audioMayStep) {
        this.audioMayStep = audioMayStep;
    }

    private static final class Rendition {
        TrackFormat format;
        long msn = -1;
        boolean open;
        int index;
        long number = -1;
        long segmentStart;
        long at;
        long ledger = -1;

        @Nullable
        String shortPart;
    }

    @Override
    public void started(StreamPlan started) {
        check(plan == null, () -> "started twice");
        plan = started;
        streams++;
        started.renditions().forEach(r -> {
            Rendition rendition = new Rendition();
            rendition.format = r.format();
            renditions.put(r.id(), rendition);
        });
    }

    @Override
    public void publish(String id, @Nullable Part part, @Nullable SegmentEnd end) {
        Rendition r = renditions.get(id);
        check(r != null, () -> "no rendition " + id);
        check(part != null || end != null, () -> "nothing published");
        if (part != null) {
            part(r, part, id);
        }
        if (end != null) {
            end(r, end);
        }
    }

    private void part(Rendition r, Part part, String id) {
        Supplier<String> where =
                () -> id + " part " + part.index() + " of " + part.segment().msn();
        if (!r.open) {
            check(
                    r.msn < 0
                            ? part.segment().msn() >= leastMsn
                            : part.segment().msn() == r.msn + 1,
                    () -> where.get() + ": msn");
            r.open = true;
            r.msn = part.segment().msn();
            r.index = 0;
            r.segmentStart = part.segment().startMicros();
            r.at = r.segmentStart;
            boolean steps = audioMayStep && r.format instanceof AudioFormat;
            r.ledger = part.segment().discontinuity() || steps ? -1 : r.ledger;
            discontinuities += part.segment().discontinuity() ? 1 : 0;
        }
        check(r.shortPart == null || part.gap(), () -> r.shortPart + " is too short");
        r.shortPart = null;
        check(part.segment().msn() == r.msn && part.index() == r.index++, () -> where.get() + ": index");
        check(r.number < 0 || part.number() == r.number + 1, () -> where.get() + ": number");
        r.number = part.number();
        Long other = numbers.putIfAbsent(part.segment().msn() + "." + part.index(), part.number());
        check(
                other == null || other == part.number(),
                () -> where.get() + ": other number than in the other rendition");
        limits(r, part, where);
        ledger(r, part, where);
        r.at = part.endMicros();
        parts++;
        gaps += part.gap() ? 1 : 0;
    }

    private void limits(Rendition r, Part part, Supplier<String> where) {
        long micros = part.endMicros() - part.startMicros();
        long target = plan.partTargetMillis() * 1000L;
        check(part.startMicros() == r.at, () -> where.get() + ": starts elsewhere");
        check(micros > 0 && micros <= target, () -> where.get() + ": lasts " + micros + " of " + target + " " + part);
        if (!part.gap() && !part.independent() && 100 * micros < 85 * target) {
            r.shortPart = where.get() + " of " + micros + " us";
        }
    }

    private static void ledger(Rendition r, Part part, Supplier<String> where) {
        if (part.gap()) {
            Timescale timescale = timescale(part.segment().init());
            if (r.ledger >= 0) {
                long end = timescale.toMicros(r.ledger) + part.endMicros() - part.startMicros();
                long ticks = timescale.fromMicros(end);
                r.ledger = timescale.toMicros(ticks) == end ? ticks : ticks + 1;
            }
            return;
        }
        ParsedPart parsed = ParsedPart.of(part);
        check(parsed.decodeTime() >= 0, () -> where.get() + ": negative");
        check(
                r.ledger < 0 || parsed.decodeTime() == r.ledger,
                () -> where.get() + ": tfdt " + parsed.decodeTime() + " is not " + r.ledger);
        check(
                part.independent() == (r.format instanceof AudioFormat || parsed.hasSync()),
                () -> where.get() + ": independent");
        r.ledger = parsed.decodeTime() + parsed.totalDuration();
    }

    private void end(Rendition r, SegmentEnd end) {
        check(r.open && end.msn() == r.msn, () -> "end of " + end.msn() + " in " + r.msn);
        check(end.partCount() == r.index && end.endMicros() == r.at, () -> "end of " + end.msn());
        long seconds = (end.endMicros() - r.segmentStart + 500_000) / 1_000_000;
        check(
                seconds <= plan.targetDurationSeconds(),
                () -> "segment " + end.msn() + " of " + r.format.codecs() + " lasts "
                        + (end.endMicros() - r.segmentStart));
        r.open = false;
        r.shortPart = null;
        segments++;
    }

    @Override
    public void sourcePresent(boolean present) {}

    @Override
    public void ended() {
        check(plan != null, () -> "ended without start");
        for (Rendition r : renditions.values()) {
            check(!r.open, () -> "ended with an open segment");
            leastMsn = Math.max(leastMsn, r.msn + 1);
        }
        renditions.clear();
        numbers.clear();
        plan = null;
    }

    @Override
    public void finding(EncoderFinding finding) {}

    /** Of mdhd, whose timescale stands behind version, flags and two times. */
    private static Timescale timescale(InitSegment init) {
        java.nio.ByteBuffer bytes = init.bytes();
        int at = 0;
        while (bytes.getInt(at) != 0x6d646864) {
            at++;
        }
        return new Timescale(bytes.getInt(at + 16));
    }

    private static void check(boolean condition, Supplier<String> what) {
        if (!condition) {
            throw new AssertionError(what.get());
        }
    }
}
