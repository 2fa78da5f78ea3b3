package llhls.ingest.srt.protocol;

/**
 * Packets and bytes per second over windows of about a second.
 *
 * <p>Thread: confined to the event loop.
 */
final class RateMeter {

    private static final long WINDOW_NS = 1_000_000_000;

    private long windowStartNs;
    private long packets;
    private long bytes;
    private int packetsPerSecond;
    private int bytesPerSecond;

    RateMeter(long nowNs) {
        windowStartNs = nowNs;
    }

    void add(int byteCount) {
        packets++;
        bytes += byteCount;
    }

    /** Closes the window when it is over. */
    void tick(long nowNs) {
        long elapsedNs = nowNs - windowStartNs;
        if (elapsedNs < WINDOW_NS) {
            return;
        }
        packetsPerSecond = perSecond(packets, elapsedNs);
        bytesPerSecond = perSecond(bytes, elapsedNs);
        packets = 0;
        bytes = 0;
        windowStartNs = nowNs;
    }

    int packetsPerSecond() {
        return packetsPerSecond;
    }

    int bytesPerSecond() {
        return bytesPerSecond;
    }

    private static int perSecond(long count, long elapsedNs) {
        return (int) Math.min(Integer.MAX_VALUE, Math.round(count * 1e9 / elapsedNs));
    }
}
