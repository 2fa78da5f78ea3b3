package llhls.ingest.ts;

/**
 * How much later than the video of the same presentation time audio arrives: the peak of the recent past.
 *
 * <p>Thread: confined to its demuxer.
 */
final class AudioLateness {

    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final long NS_PER_MS = 1_000_000;
    /** The peak is forgotten by this much with every frame. */
    private static final long DECAY_NS = NS_PER_MS;

    private boolean videoKnown;
    private boolean known;
    private long videoOffsetNs;
    private long peakNs;

    void video(long ptsTicks, long arrivalNs) {
        videoKnown = true;
        videoOffsetNs = arrivalNs - toNs(ptsTicks);
    }

    void audio(long ptsTicks, long arrivalNs) {
        if (!videoKnown) {
            return;
        }
        long lateNs = arrivalNs - toNs(ptsTicks) - videoOffsetNs;
        peakNs = known ? Math.max(lateNs, peakNs - DECAY_NS) : lateNs;
        known = true;
    }

    /** A new time base: old differences say nothing. */
    void reset() {
        videoKnown = false;
        known = false;
    }

    boolean known() {
        return known;
    }

    long peakMs() {
        return peakNs / NS_PER_MS;
    }

    /** 33-bit times and a few wraps fit a long in nanoseconds. */
    private static long toNs(long ticks) {
        return ticks / Ticks33.PER_SECOND * NS_PER_SECOND
                + ticks % Ticks33.PER_SECOND * NS_PER_SECOND / Ticks33.PER_SECOND;
    }
}
