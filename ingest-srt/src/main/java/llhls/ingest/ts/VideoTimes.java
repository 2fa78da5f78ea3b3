package llhls.ingest.ts;

import java.util.Arrays;
import llhls.ingest.ts.TsCounters.Name;

/**
 * Completes the times of pictures: DTS where the stream has none, both where it has neither (ISO/IEC 13818-1 §2.4.3.7).
 *
 * <p>Thread: confined to its assembler.
 */
final class VideoTimes {

    private static final long MAX_REORDER_TICKS = Ticks33.PER_SECOND / 2;
    private static final int MAX_DEPTH = 16;
    private static final int ASSUMED_DEPTH = 2;

    private final FrameDuration duration;
    private final TsCounters counters;

    private boolean started;
    private boolean dtsSeen;
    private boolean derivesDts;
    private long pts;
    private long dts;

    // for derived DTS
    private int depth = ASSUMED_DEPTH;
    /** The smallest presentation times not yet used as decoding time, ascending. */
    private final long[] waiting = new long[MAX_DEPTH + 1];

    private int waitingCount;

    VideoTimes(FrameDuration duration, TsCounters counters) {
        this.duration = duration;
        this.counters = counters;
    }

    /** Pictures that may precede one in decoding order and follow it in output, as the SPS says; -1 when it does not. */
    void reorderDepth(int frames) {
        if (!derivesDts && frames > 0) {
            depth = Math.min(frames, MAX_DEPTH);
        }
    }

    /** True once pictures come in decoding order with nothing but presentation times. */
    boolean derivesDts() {
        return derivesDts;
    }

    /**
     * Completes one picture; false when no time is known yet.
     *
     * @param bidirectional it has B slices, so that it may be shown before pictures decoded earlier
     */
    boolean complete(PictureTimes picture, boolean bidirectional) {
        if (!picture.hasPts) {
            if (!started) {
                return false;
            }
            dts += duration.ticks();
            pts = dts;
            return true;
        }
        dtsSeen |= picture.hasDts;
        long stated = picture.hasDts ? picture.dts33 : picture.pts33;
        boolean impossible = Ticks33.distance(stated, picture.pts33) < 0;
        if (impossible) {
            counters.add(Name.REPAIRED_TIMES, 1);
        }
        pts = picture.pts33;
        dts = decodingTime(impossible ? pts : stated, bidirectional);
        started = true;
        return true;
    }

    long pts33() {
        return pts & Ticks33.MASK;
    }

    long dts33() {
        return dts & Ticks33.MASK;
    }

    private long decodingTime(long stated, boolean bidirectional) {
        long step = started ? Ticks33.distance(dts, stated) : 0;
        if (bidirectional && !dtsSeen && step < 0 && step > -MAX_REORDER_TICKS) {
            derivesDts = true;
        }
        return derivesDts && !dtsSeen ? derived(stated) : stated;
    }

    /**
     * Pictures are decoded in some order and shown in ascending order, {@code depth} later: the decoding time is the
     * smallest presentation time not used yet, as soon as {@code depth} others are known.
     */
    private long derived(long presentation) {
        long unwrapped = dts + Ticks33.distance(dts, presentation);
        if (Math.abs(unwrapped - dts) > MAX_REORDER_TICKS + depth * duration.ticks()) {
            waitingCount = 0; // a hole or a new time base
        }
        insert(unwrapped);
        int missing = depth + 1 - waitingCount;
        long smallest = waiting[0];
        if (missing > 0) {
            return smallest - missing * duration.ticks();
        }
        System.arraycopy(waiting, 1, waiting, 0, waitingCount - 1);
        waitingCount--;
        if (smallest < dts && depth < MAX_DEPTH) {
            depth++; // more reordering than assumed
        }
        return smallest;
    }

    private void insert(long time) {
        int at = Arrays.binarySearch(waiting, 0, waitingCount, time);
        int index = at < 0 ? -at - 1 : at;
        System.arraycopy(waiting, index, waiting, index + 1, waitingCount - index);
        waiting[index] = time;
        waitingCount++;
    }

    /** What the stream says about the times of one picture. */
    static final class PictureTimes {
        private boolean hasPts;
        private boolean hasDts;
        private long pts33;
        private long dts33;

        void clear() {
            hasPts = false;
            hasDts = false;
        }

        void set(PesHeader header) {
            hasPts = header.hasPts();
            hasDts = header.hasDts();
            pts33 = hasPts ? header.pts33() : 0;
            dts33 = hasDts ? header.dts33() : 0;
        }

        void set(PictureTimes other) {
            hasPts = other.hasPts;
            hasDts = other.hasDts;
            pts33 = other.pts33;
            dts33 = other.dts33;
        }

        boolean hasPts() {
            return hasPts;
        }
    }
}
