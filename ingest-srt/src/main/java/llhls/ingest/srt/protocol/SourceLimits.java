package llhls.ingest.srt.protocol;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * One {@link RateLimit} per source network (/24 or /64), in a table of fixed size: networks that share a slot share its rate.
 * Loopback is not limited.
 *
 * <p>Thread: confined to the event loop.
 */
final class SourceLimits {

    private static final int SLOTS = 1024;
    private static final int IPV4_BYTES = 3;
    private static final int IPV6_BYTES = 8;

    private final RateLimit[] limits = new RateLimit[SLOTS];
    private final int seed;

    /** @param seed random, so that nobody can aim at another's slot */
    SourceLimits(int perSecond, int burst, int seed) {
        Arrays.setAll(limits, i -> new RateLimit(perSecond, burst));
        this.seed = seed;
    }

    boolean allows(InetAddress source, long nowNs) {
        return source.isLoopbackAddress() || limits[slot(source.getAddress())].allows(nowNs);
    }

    private int slot(byte[] address) {
        int hash = seed;
        int significant = address.length == 4 ? IPV4_BYTES : IPV6_BYTES;
        for (int i = 0; i < significant; i++) {
            hash = (hash ^ address[i]) * 0x0100_0193;
        }
        return (hash ^ hash >>> 15) & (SLOTS - 1);
    }
}
