package llhls.media.time;

import java.time.Instant;

/** The two clocks of the product: a monotonic one for intervals and deadlines, the wall clock for dates. */
public interface Clock {

    /** Monotonic nanoseconds of arbitrary origin; compare by subtraction only. */
    long nanoTime();

    /** The wall clock, at microsecond resolution or better. */
    Instant now();

    /** Unix microseconds at the monotonic instant {@code nanos}, by today's wall clock. */
    default long unixMicros(long nanos) {
        Instant now = now();
        long nowMicros = Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000L), now.getNano() / 1_000);
        return nowMicros - (nanoTime() - nanos) / 1_000;
    }

    /** The machine's clocks. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
