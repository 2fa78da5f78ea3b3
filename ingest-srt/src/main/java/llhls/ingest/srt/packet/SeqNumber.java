package llhls.ingest.srt.packet;

/**
 * Arithmetic on 31-bit circular sequence numbers: 0..0x7FFFFFFF, after the last comes 0 again. Two numbers are compared by
 * their distance, never as integers.
 */
public final class SeqNumber {

    public static final int MAX = 0x7FFF_FFFF;
    private static final int UNUSED_BITS = 1;

    private SeqNumber() {}

    public static int next(int seq) {
        return (seq + 1) & MAX;
    }

    public static int previous(int seq) {
        return (seq - 1) & MAX;
    }

    /** The number {@code count} after {@code seq}; a negative count goes back. */
    public static int plus(int seq, int count) {
        return (seq + count) & MAX;
    }

    /** How far {@code to} is behind {@code from} in sending order, -2^30..2^30-1; negative when it came earlier. */
    public static int distance(int from, int to) {
        return ((to - from) << UNUSED_BITS) >> UNUSED_BITS;
    }

    public static boolean isBefore(int seq, int other) {
        return distance(seq, other) > 0;
    }

    /** True for a number that can be on the wire: bit 31 clear. */
    public static boolean isValid(int word) {
        return word >= 0;
    }
}
