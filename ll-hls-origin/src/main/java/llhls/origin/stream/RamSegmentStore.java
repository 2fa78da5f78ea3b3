package llhls.origin.stream;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps media in memory for as long as the playlists, and caches of playlists, may name it (rfc8216bis §6.2.2). It is the
 * window that decides, never a size: a size-bound cache drops what is new.
 *
 * <p>Thread: {@link #find} from any, the rest on the media thread.
 */
final class RamSegmentStore implements SegmentStore {

    private record Expiry(String uri, long atNs) {}

    private final Map<String, StoredMedia> media = new ConcurrentHashMap<>();
    private final Map<String, Expiry> expiries =
            new HashMap<>(); // the valid one of each URI; others in the queue are stale
    private final PriorityQueue<Expiry> queue = new PriorityQueue<>(soonest());

    @Override
    public void put(String uri, StoredMedia stored) {
        media.putIfAbsent(uri, stored);
        expiries.remove(uri);
    }

    @Override
    public void expire(String uri, long atNs) {
        Expiry expiry = new Expiry(uri, atNs);
        expiries.put(uri, expiry);
        queue.add(expiry);
    }

    @Override
    public void trim(long nowNs) {
        for (Expiry next = queue.peek(); next != null && nowNs - next.atNs() >= 0; next = queue.peek()) {
            queue.remove();
            if (expiries.remove(next.uri(), next)) {
                media.remove(next.uri());
            }
        }
    }

    @Override
    public @Nullable StoredMedia find(String uri) {
        return media.get(uri);
    }

    /** By subtraction: monotonic times may wrap. */
    private static Comparator<Expiry> soonest() {
        return (one, other) -> Long.signum(one.atNs() - other.atNs());
    }
}
