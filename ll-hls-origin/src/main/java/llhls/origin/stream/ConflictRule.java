package llhls.origin.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import llhls.media.Publisher;

/**
 * Whether a second publisher takes a stream over (DEC-10).
 *
 * <p>Thread: confined to the stream's media thread.
 */
final class ConflictRule {

    private static final long SILENT_NS = Duration.ofSeconds(3).toNanos();
    private static final long FLAP_WINDOW_NS = Duration.ofSeconds(30).toNanos();
    private static final int MAX_TAKEOVERS = 3;

    private final PublisherConflict policy;
    private final Deque<Long> takeovers = new ArrayDeque<>();

    ConflictRule(PublisherConflict policy) {
        this.policy = policy;
    }

    /**
     * True when {@code newcomer} may replace {@code holder}: the same encoder came back, the holder fell silent, or the policy
     * prefers the newest and nobody is flapping.
     */
    boolean takesOver(Publisher newcomer, Holder holder, long nowNs) {
        if (newcomer.remote().equals(holder.publisher().remote()) || nowNs - holder.lastMediaNs() >= SILENT_NS) {
            return true;
        }
        return switch (policy) {
            case REJECT -> false;
            case TAKEOVER -> countTakeover(nowNs);
        };
    }

    private boolean countTakeover(long nowNs) {
        takeovers.removeIf(at -> nowNs - at >= FLAP_WINDOW_NS);
        return takeovers.size() < MAX_TAKEOVERS && takeovers.add(nowNs);
    }

    /** For the one who is refused. */
    String advice() {
        return switch (policy) {
            case REJECT -> "stop the other encoder, or set publisher-conflict=takeover";
            case TAKEOVER -> "two encoders fight for the stream, stop one of them";
        };
    }
}
