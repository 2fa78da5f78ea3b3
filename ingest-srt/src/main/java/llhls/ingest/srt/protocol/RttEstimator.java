package llhls.ingest.srt.protocol;

/**
 * Round-trip time and its variation, smoothed; the first sample counts in full.
 *
 * <p>Thread: confined to the event loop.
 */
final class RttEstimator {

    /** Assumed until the first sample, and sent as such. */
    static final int INITIAL_RTT_MICROS = 100_000;

    static final int INITIAL_VAR_MICROS = 50_000;
    private static final long NS_PER_MICRO = 1_000;
    private static final long QUIET_VAR_MICROS = 5_000;
    private static final long QUIET_QUEUE_MICROS = 10_000;

    private long rttMicros = INITIAL_RTT_MICROS;
    private long varMicros = INITIAL_VAR_MICROS;
    private long minMicros = Long.MAX_VALUE;
    private long firstMicros;
    private boolean measured;

    void sample(long micros) {
        minMicros = Math.min(minMicros, micros);
        if (measured) {
            varMicros = (3 * varMicros + Math.abs(micros - rttMicros)) / 4;
            rttMicros = (7 * rttMicros + micros) / 8;
        } else {
            rttMicros = micros;
            varMicros = micros / 2;
            firstMicros = micros;
            measured = true;
        }
    }

    /** Takes over what the peer measured, where we did not; not what everybody starts with. */
    void copy(int peerRttMicros, int peerVarMicros) {
        boolean initial = peerRttMicros == INITIAL_RTT_MICROS && peerVarMicros == INITIAL_VAR_MICROS;
        if (!measured && !initial && peerRttMicros > 0 && peerVarMicros >= 0) {
            rttMicros = peerRttMicros;
            varMicros = peerVarMicros;
        }
    }

    boolean isMeasured() {
        return measured;
    }

    int rttMicros() {
        return clamp(rttMicros);
    }

    int varMicros() {
        return clamp(varMicros);
    }

    /** The shortest one seen, 0 before the first sample. */
    long minMicros() {
        return measured ? minMicros : 0;
    }

    long firstMicros() {
        return firstMicros;
    }

    /** RTT + 4 variations: how long an answer may take. */
    long patienceNs() {
        return (rttMicros + 4 * varMicros) * NS_PER_MICRO;
    }

    /** False while queues on the way would pass for clock drift. */
    boolean isCalm() {
        boolean steady = varMicros <= Math.max(rttMicros / 2, QUIET_VAR_MICROS);
        boolean unqueued = rttMicros <= 4 * minMicros || rttMicros - minMicros <= QUIET_QUEUE_MICROS;
        return measured && steady && unqueued;
    }

    private static int clamp(long micros) {
        return (int) Math.min(micros, Integer.MAX_VALUE);
    }
}
