package llhls.cmaf;

import java.util.Arrays;

/**
 * Maps source time to the wall clock for EXT-X-PROGRAM-DATE-TIME (CMAF §4.5): the smallest difference of arrival and
 * presentation time seen, since the unit with the least delay tells capture time best. Fixed at the first publication of an
 * epoch. Only when it is off by more than 30 ms it follows the smallest difference of the last minute, by at most 0.5 ms per
 * segment, until it is right; it never steps. Every millisecond of correction makes Shaka move its timestamp offset, which
 * costs it the rest of a GOP, so jitter must not move the anchor.
 *
 * <p>All renditions of an epoch share one anchor. Thread: confined to the media thread of its stream.
 */
final class WallClockAnchor {

    private static final int WINDOW_SECONDS = 60;
    private static final long NONE = Long.MAX_VALUE;
    private static final long MAX_SLEW_MICROS = 500;
    private static final long TOLERANCE_MICROS = 30_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final long[] smallest = new long[WINDOW_SECONDS]; // per second of arrival, a ring
    private long newestSecond;
    private boolean started;
    private boolean fixed;
    private boolean correcting;
    private long anchorMicros;

    WallClockAnchor() {
        Arrays.fill(smallest, NONE);
    }

    /** Forgets everything: the source has a new time base. */
    void reset() {
        Arrays.fill(smallest, NONE);
        started = false;
        fixed = false;
        correcting = false;
    }

    /**
     * @param arrivalNs monotonic arrival
     * @param arrivalMicros the same instant in Unix microseconds
     * @param sourceMicros presentation time on the source's time base
     */
    void arrived(long arrivalNs, long arrivalMicros, long sourceMicros) {
        long second = Math.floorDiv(arrivalNs, NANOS_PER_SECOND);
        advanceTo(second);
        if (newestSecond - second < WINDOW_SECONDS) {
            int slot = slot(second);
            smallest[slot] = Math.min(smallest[slot], arrivalMicros - sourceMicros);
        }
    }

    /** Unix microseconds of source time zero, for the segment that opens now. */
    long forNextSegment() {
        long target = Arrays.stream(smallest).min().orElse(NONE);
        if (target == NONE) {
            return anchorMicros;
        }
        anchorMicros = fixed ? anchorMicros + correction(target - anchorMicros) : target;
        fixed = true;
        return anchorMicros;
    }

    private long correction(long offMicros) {
        correcting = offMicros != 0 && (correcting || Math.abs(offMicros) > TOLERANCE_MICROS);
        return correcting ? Math.max(-MAX_SLEW_MICROS, Math.min(MAX_SLEW_MICROS, offMicros)) : 0;
    }

    /** The anchor of the segment that opened last. */
    long current() {
        return anchorMicros;
    }

    private void advanceTo(long second) {
        if (!started) {
            newestSecond = second;
            started = true;
        }
        long steps = Math.min(WINDOW_SECONDS, second - newestSecond);
        for (long i = 1; i <= steps; i++) {
            smallest[slot(second - steps + i)] = NONE;
        }
        newestSecond = Math.max(newestSecond, second);
    }

    private static int slot(long second) {
        return (int) Math.floorMod(second, (long) WINDOW_SECONDS);
    }
}
