package llhls.ingest.ts;

/** Arithmetic on 33-bit 90 kHz timestamps, which wrap every 26.5 h. */
final class Ticks33 {

    static final long MASK = (1L << 33) - 1;
    static final long PER_SECOND = 90_000;

    private static final int UNUSED_BITS = 64 - 33;

    private Ticks33() {}

    /** How far {@code to} is ahead of {@code from}; negative when it is behind. Either may be unwrapped. */
    static long distance(long from, long to) {
        return ((to - from) << UNUSED_BITS) >> UNUSED_BITS;
    }
}
