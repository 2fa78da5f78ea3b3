package llhls.media.time;

/**
 * Ticks per second of a media clock, with conversions that are exact for 64-bit times.
 *
 * <p>A plain {@code ticks * 1_000_000} overflows for epoch-based times, so every conversion splits whole seconds off first.
 *
 * @param ticksPerSecond 1 to 2^31 - 1
 */
public record Timescale(int ticksPerSecond) {

    /** The clock of MPEG-TS timestamps and of every video track. */
    public static final Timescale HZ_90000 = new Timescale(90_000);

    private static final long MICROS_PER_SECOND = 1_000_000;

    public Timescale {
        if (ticksPerSecond <= 0) {
            throw new IllegalArgumentException("ticksPerSecond=" + ticksPerSecond + " must be positive");
        }
    }

    /** Microseconds of {@code ticks}, rounded down. */
    public long toMicros(long ticks) {
        return floorScale(ticks, ticksPerSecond, MICROS_PER_SECOND);
    }

    /** Ticks of {@code micros}, rounded down. */
    public long fromMicros(long micros) {
        return floorScale(micros, MICROS_PER_SECOND, ticksPerSecond);
    }

    /** {@code ticks} of this clock on the clock {@code to}, rounded to the nearest tick, halves up. */
    public long rescale(long ticks, Timescale to) {
        long whole = Math.floorDiv(ticks, ticksPerSecond);
        long rest = Math.floorMod(ticks, (long) ticksPerSecond);
        long scaledRest = Math.floorDiv(2 * rest * to.ticksPerSecond + ticksPerSecond, 2L * ticksPerSecond);
        return whole * to.ticksPerSecond + scaledRest;
    }

    private static long floorScale(long value, long from, long to) {
        long whole = Math.floorDiv(value, from);
        long rest = Math.floorMod(value, from);
        return whole * to + rest * to / from;
    }
}
