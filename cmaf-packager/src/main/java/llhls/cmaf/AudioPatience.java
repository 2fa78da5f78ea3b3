package llhls.cmaf;

/**
 * How long a part waits for its audio before it goes without. Audio that is merely late must not be cut away: ffmpeg packs up
 * to 15 AAC frames into a PES packet, so that they come 0.3 s after their video, and 0.7 s when a second ffmpeg passes them
 * on. So as long as audio comes at all, a part waits a second, and twice as long, within limits, each time audio came after it
 * was given up. Once audio has ceased to come, its parts follow one part later.
 *
 * <p>Thread: confined to the media thread of its stream.
 */
final class AudioPatience {

    private static final long LEAST_NS = 1_000_000_000;
    private static final long MOST_NS = 2_000_000_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final long partNs;
    private long lateNs = LEAST_NS;
    private boolean gaveUp;
    private boolean anyArrived;
    private long newestArrivalNs;

    AudioPatience(int partTargetMillis) {
        partNs = partTargetMillis * NANOS_PER_MILLI;
    }

    /** How long after its part was cut in the leading track audio is waited for. */
    long waitNs(long nowNs) {
        boolean coming = anyArrived && nowNs - newestArrivalNs < lateNs;
        return coming ? Math.max(partNs, lateNs) : partNs;
    }

    /** An audio frame came, for whatever part. */
    void arrived(long nowNs) {
        anyArrived = true;
        newestArrivalNs = nowNs;
    }

    /** A part went without all of its audio. */
    void gaveUp() {
        gaveUp = true;
    }

    /** Audio of a part that has gone arrived: it was late, not lost. */
    void cameAfterAll() {
        if (gaveUp) {
            gaveUp = false;
            lateNs = Math.min(MOST_NS, 2 * lateNs);
        }
    }

    /** Another publisher, another lateness. */
    void reset() {
        lateNs = LEAST_NS;
        gaveUp = false;
        anyArrived = false;
    }
}
