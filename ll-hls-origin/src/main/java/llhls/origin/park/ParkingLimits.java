package llhls.origin.park;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts held requests per connection, per address and in all, and says when it is too many. HTTP/2 does not enforce its own
 * stream limit, so this is the only bound.
 *
 * <p>Thread: any.
 */
public final class ParkingLimits {

    private final int perConnection;
    private final int perAddress;
    private final int total;
    private final AtomicInteger parked = new AtomicInteger(); // written by all I/O threads, read by any
    private final Map<InetSocketAddress, Integer> connections = new ConcurrentHashMap<>();
    private final Map<InetAddress, Integer> addresses = new ConcurrentHashMap<>();

    public ParkingLimits(int perConnection, int perAddress, int total) {
        this.perConnection = perConnection;
        this.perAddress = perAddress;
        this.total = total;
    }

    /** True when one more may be held for {@code peer}; pair it with one {@link #leave}. Address and port are a connection. */
    public boolean enter(InetSocketAddress peer) {
        if (parked.incrementAndGet() > total) {
            parked.decrementAndGet();
            return false;
        }
        if (!increment(connections, peer, perConnection)) {
            parked.decrementAndGet();
            return false;
        }
        if (!increment(addresses, peer.getAddress(), perAddress)) {
            decrement(connections, peer);
            parked.decrementAndGet();
            return false;
        }
        return true;
    }

    public void leave(InetSocketAddress peer) {
        decrement(addresses, peer.getAddress());
        decrement(connections, peer);
        parked.decrementAndGet();
    }

    /** How many are held at present. */
    public int parked() {
        return parked.get();
    }

    private static <K> boolean increment(Map<K, Integer> counts, K key, int limit) {
        boolean[] fits = {true};
        counts.compute(key, (k, count) -> {
            int present = count == null ? 0 : count;
            fits[0] = present < limit;
            return fits[0] ? Integer.valueOf(present + 1) : count;
        });
        return fits[0];
    }

    private static <K> void decrement(Map<K, Integer> counts, K key) {
        counts.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1);
    }
}
