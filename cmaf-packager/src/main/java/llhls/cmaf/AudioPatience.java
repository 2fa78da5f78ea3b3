package llhls.cmaf;

/**
 * How long a part waits for its audio before it goes without. Audio that is merely late must not be cut away: ffmpeg's
 * default muxing makes it 200 to 300 ms late for ever, which is longer than a short part. So the wait begins above that, and
 * doubles, within limits, each time audio came after it was given up.
 *
 * <p>Thread: confined to the media thread of its stream.
 */
final class AudioPatience {

    static final long LEAST_NS = 500_000_000;
    static final long MOST_NS = 2_000_000_000;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final long startNs;
    private long waitNs;
    private boolean gaveUp;

    AudioPatience(int partTargetMillis) {
        startNs = Math.max(LEAST_NS, partTargetMillis * NANOS_PER_MILLI);
        waitNs = startNs;
    }

    /** How long after its part was cut in the leading track audio is waited for. */
    long waitNs() {
        return waitNs;
    }

    /** A part went without all of its audio. */
    void gaveUp() {
        gaveUp = true;
    }

    /** Audio of a part that has gone arrived: it was late, not lost. */
    void cameAfterAll() {
        if (gaveUp) {
            gaveUp = false;
            waitNs = Math.min(MOST_NS, 2 * waitNs);
        }
    }

    /** Another publisher, another lateness. */
    void reset() {
        waitNs = startNs;
        gaveUp = false;
    }
}
