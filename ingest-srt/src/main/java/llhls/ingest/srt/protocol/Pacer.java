package llhls.ingest.srt.protocol;

/**
 * Spreads sent packets over time at a configured rate, with room for a small burst.
 *
 * <p>Thread: confined to the event loop.
 */
final class Pacer {

    /** More than a millisecond's worth at the usual rate: the pace is kept by a timer of that period. */
    private static final int BURST_PACKETS = 32;

    private static final int HEADERS = 44;
    private static final int FULL_PACKET = 1500;
    private static final double NS_PER_SECOND = 1e9;

    private final double nsPerByte;
    private final long burstNs;
    private long nextNs;

    Pacer(long bytesPerSecond, long nowNs) {
        nsPerByte = NS_PER_SECOND / bytesPerSecond;
        burstNs = (long) (BURST_PACKETS * FULL_PACKET * nsPerByte);
        nextNs = nowNs - burstNs;
    }

    boolean allows(long nowNs) {
        return nowNs - nextNs >= 0;
    }

    void sent(int payloadBytes, long nowNs) {
        long earliestNs = nowNs - burstNs;
        long baseNs = nextNs - earliestNs > 0 ? nextNs : earliestNs;
        nextNs = baseNs + (long) ((payloadBytes + HEADERS) * nsPerByte);
    }
}
