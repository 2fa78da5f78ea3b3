package llhls.ingest.srt.protocol;

/**
 * A token bucket in one number: so many events per second on average, with a burst.
 *
 * <p>Thread: confined to the event loop.
 */
final class RateLimit {

    private static final long NS_PER_SECOND = 1_000_000_000;

    private final long intervalNs;
    private final long burstNs;
    private long theoreticalNs;
    private boolean used;

    RateLimit(int perSecond, int burst) {
        intervalNs = NS_PER_SECOND / perSecond;
        burstNs = intervalNs * (burst - 1L);
    }

    /** True when the event may happen; then it is counted. */
    boolean allows(long nowNs) {
        long baseNs = used && theoreticalNs - nowNs > 0 ? theoreticalNs : nowNs;
        if (baseNs - nowNs > burstNs) {
            return false;
        }
        used = true;
        theoreticalNs = baseNs + intervalNs;
        return true;
    }
}
