package llhls.ingest.srt.protocol;

/**
 * How often a sender changes its key.
 *
 * @param everyPackets packets encrypted with one key
 * @param announcePackets how many packets before the change the new key is announced, at most half of {@code everyPackets}
 */
public record KeyRefresh(long everyPackets, long announcePackets) {

    private static final int DEFAULT_ANNOUNCE = 1 << 16;
    private static final int LEAST = 16;

    public KeyRefresh {
        if (everyPackets < LEAST || announcePackets < 1 || announcePackets > everyPackets / 2) {
            throw new IllegalArgumentException("key refresh every " + everyPackets + " packets, announced "
                    + announcePackets + " before: need at least " + LEAST + " and 1 to half of it");
        }
    }

    /** With the usual announcement, shortened where it would not fit. */
    public static KeyRefresh every(long packets) {
        return new KeyRefresh(packets, Math.min(DEFAULT_ANNOUNCE, packets / 2));
    }

    /** Every 2^24 packets. */
    public static KeyRefresh defaults() {
        return every(1 << 24);
    }
}
