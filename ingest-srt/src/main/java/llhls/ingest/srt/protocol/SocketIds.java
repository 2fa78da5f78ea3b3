package llhls.ingest.srt.protocol;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Socket ids of one endpoint: random, in use once at a time, and unused for a minute after their connection.
 *
 * <p>Thread: confined to the event loop.
 */
public final class SocketIds {

    private static final int ID_LIMIT = 0x4000_0000; // bit 30 marks groups
    private static final long QUARANTINE_NS = 60_000_000_000L;

    private final RandomGenerator random;
    private final Set<Integer> taken = new HashSet<>();
    private final Deque<Retired> retired = new ArrayDeque<>();

    private record Retired(int id, long untilNs) {}

    /** @param random unpredictable, such as a SecureRandom */
    public SocketIds(RandomGenerator random) {
        this.random = random;
    }

    /** A fresh id, 1..0x3FFFFFFF. */
    public int take(long nowNs) {
        while (!retired.isEmpty() && nowNs - retired.getFirst().untilNs >= 0) {
            taken.remove(retired.removeFirst().id);
        }
        int id = random.nextInt(1, ID_LIMIT);
        while (!taken.add(id)) {
            id = random.nextInt(1, ID_LIMIT);
        }
        return id;
    }

    /** The connection with this id is over; packets for it may still come. */
    public void retire(int id, long nowNs) {
        retired.add(new Retired(id, nowNs + QUARANTINE_NS));
    }
}
