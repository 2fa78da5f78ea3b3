package llhls.origin.park;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Requests of one rendition that wait on one I/O thread: blocking reloads (rfc8216bis §6.2.5.2) and hinted parts (§6.2.6).
 *
 * <p>Thread: confined to its I/O thread, so there is no lock. The media thread first stores the new snapshot, then posts the
 * release to every I/O thread. A handler that read the old snapshot has therefore parked before the release runs, and no
 * wake-up is lost.
 */
final class ParkedRequests {

    private record Parked(Waiter waiter, long deadlineNs) {}

    private final List<Parked> parked = new ArrayList<>();

    void park(Waiter waiter, long deadlineNs) {
        parked.add(new Parked(waiter, deadlineNs));
    }

    boolean isEmpty() {
        return parked.isEmpty();
    }

    /** Removes and returns those that can be answered. */
    List<Waiter> takeReady() {
        return take(p -> p.waiter().ready());
    }

    /** Removes and returns those held too long, and those whose client hung up. */
    List<Waiter> takeExpired(long nowNs) {
        return take(p -> nowNs - p.deadlineNs() >= 0 || p.waiter().gone());
    }

    /** Removes and returns all. */
    List<Waiter> takeAll() {
        return take(p -> true);
    }

    /** Removes before anyone calls out, so that a waiter that throws, or parks anew, is not met twice. */
    private List<Waiter> take(Predicate<Parked> which) {
        List<Waiter> taken = new ArrayList<>();
        parked.removeIf(p -> which.test(p) && taken.add(p.waiter()));
        return taken;
    }
}
