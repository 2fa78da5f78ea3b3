package llhls.ingest.ts;

import java.util.Arrays;

/**
 * The nominal distance of two pictures: what the VUI says until enough of them were seen, then the median of the last 30.
 *
 * <p>Thread: confined to its assembler.
 */
final class FrameDuration {

    private static final int WINDOW = 30;
    private static final int ENOUGH = 8;
    private static final long MAX_DELTA_TICKS = Ticks33.PER_SECOND;
    /** 10 and 120 pictures per second: a VUI outside is not believed. */
    private static final long MAX_STATED_TICKS = Ticks33.PER_SECOND / 10;

    private static final long MIN_STATED_TICKS = Ticks33.PER_SECOND / 120;
    private static final long DEFAULT_TICKS = Ticks33.PER_SECOND / 30;

    private final long[] deltas = new long[WINDOW];
    private final long[] sorted = new long[WINDOW];
    private int seen;
    private long ticks = DEFAULT_TICKS;

    /** What the parameter sets say, 0 when nothing. */
    void stated(long statedTicks) {
        boolean plausible = statedTicks >= MIN_STATED_TICKS && statedTicks <= MAX_STATED_TICKS;
        if (plausible && seen < ENOUGH) {
            ticks = statedTicks;
        }
    }

    /** The distance of two pictures that follow each other; holes and jumps are no measure. */
    void observed(long deltaTicks) {
        if (deltaTicks <= 0 || deltaTicks > MAX_DELTA_TICKS) {
            return;
        }
        deltas[seen % WINDOW] = deltaTicks;
        seen++;
        int count = Math.min(seen, WINDOW);
        if (count >= ENOUGH) {
            System.arraycopy(deltas, 0, sorted, 0, count);
            Arrays.sort(sorted, 0, count);
            ticks = sorted[count / 2];
        }
    }

    long ticks() {
        return ticks;
    }
}
