package llhls.ingest.srt.protocol;

/**
 * Relates the peer's timestamps to our clock: when a packet is to be played, and how the two clocks drift apart.
 *
 * <p>Thread: confined to the event loop.
 */
final class TimeBase {

    /** A timestamp further off than this is taken as broken. */
    private static final long CREDIBLE_MICROS = 60_000_000;

    private static final long NS_PER_MICRO = 1_000;
    private static final int DRIFT_WINDOW = 1000;
    private static final long MAX_DRIFT_NS = 5_000_000;

    private final TimestampUnwrapper32 unwrapper;
    private final long latencyNs;
    private long peerStartNs;
    private long driftNs;
    private long baseSteps;
    // the running window of drift samples
    private long sampleSumNs;
    private int samples;

    TimeBase(ConnectionSettings settings) {
        peerStartNs = settings.peerStartNs();
        latencyNs = settings.receiveLatencyMs() * 1_000_000L;
        unwrapper = new TimestampUnwrapper32((settings.startNs() - peerStartNs) / NS_PER_MICRO);
    }

    /** When a packet with this timestamp is due. */
    long playTimeNs(int timestamp32) {
        return peerStartNs + unwrapper.unwrap(timestamp32) * NS_PER_MICRO + latencyNs + driftNs;
    }

    /** The timestamp whose play time is {@code nowNs}: for packets whose own makes no sense. */
    int timestampDueAt(long nowNs) {
        return (int) Math.floorDiv(nowNs - peerStartNs - latencyNs - driftNs, NS_PER_MICRO);
    }

    /** Notes the timestamp of an arriving packet; false when it is more than a minute off and was ignored. */
    boolean observe(int timestamp32, long nowNs) {
        long timestamp64 = unwrapper.unwrap(timestamp32);
        long expected = (nowNs - peerStartNs) / NS_PER_MICRO;
        long off = timestamp64 - expected;
        if (off > CREDIBLE_MICROS || off < -CREDIBLE_MICROS) {
            return false;
        }
        unwrapper.seen(timestamp64);
        return true;
    }

    /**
     * Measures the clocks against each other; every 1000 samples the mean becomes the drift.
     *
     * @param lateNs how much longer than the handshake this packet took, as far as known
     * @param weight counts as so many samples: 1 for an ACKACK, more for a rare KEEPALIVE
     */
    void sampleDrift(int timestamp32, long nowNs, long lateNs, int weight) {
        long offNs = nowNs - (peerStartNs + unwrapper.unwrap(timestamp32) * NS_PER_MICRO) - lateNs;
        sampleSumNs += offNs * weight;
        samples += weight;
        if (samples >= DRIFT_WINDOW) {
            applyDrift(sampleSumNs / samples);
            sampleSumNs = 0;
            samples = 0;
        }
    }

    private void applyDrift(long meanNs) {
        driftNs = meanNs;
        if (Math.abs(driftNs) > MAX_DRIFT_NS) {
            long step = driftNs > 0 ? MAX_DRIFT_NS : -MAX_DRIFT_NS;
            peerStartNs += step;
            driftNs -= step;
            baseSteps++;
        }
    }

    long driftMicros() {
        return driftNs / NS_PER_MICRO;
    }

    long baseSteps() {
        return baseSteps;
    }
}
