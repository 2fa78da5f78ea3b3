package llhls.origin.park;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import llhls.origin.stream.LiveStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that is parked on one I/O thread.
 *
 * <p>Thread: confined to that I/O thread.
 */
public final class IoParking {

    private static final Logger log = LoggerFactory.getLogger(IoParking.class);

    /** So many answers in a row, then other sockets have their turn. */
    private static final int SLICE = 512;

    private final Executor ioThread;
    private final Map<LiveStream, Map<String, ParkedRequests>> streams = new HashMap<>();

    /** {@code ioThread} runs tasks on the I/O thread, in order. */
    public IoParking(Executor ioThread) {
        this.ioThread = ioThread;
    }

    /** Parks {@code waiter} until a publication of {@code rendition} makes it ready. */
    public void park(LiveStream stream, String rendition, Waiter waiter, long deadlineNs) {
        streams.computeIfAbsent(stream, s -> new HashMap<>())
                .computeIfAbsent(rendition, r -> new ParkedRequests())
                .park(waiter, deadlineNs);
    }

    /** After a publication of one rendition. */
    public void release(LiveStream stream, String rendition) {
        Map<String, ParkedRequests> renditions = streams.get(stream);
        ParkedRequests requests = renditions == null ? null : renditions.get(rendition);
        if (requests != null) {
            inSlices(requests.takeReady());
            removeEmpty();
        }
    }

    /** After a change of the whole stream. */
    public void releaseAll(LiveStream stream) {
        Map<String, ParkedRequests> renditions = streams.get(stream);
        if (renditions != null) {
            List<Waiter> ready = new ArrayList<>();
            renditions.values().forEach(requests -> ready.addAll(requests.takeReady()));
            inSlices(ready);
            removeEmpty();
        }
    }

    /** Answers whoever waited too long, and forgets who hung up; the sweep of this thread. */
    public void expire(long nowNs) {
        List<Waiter> expired = new ArrayList<>();
        all().forEach(requests -> expired.addAll(requests.takeExpired(nowNs)));
        expired.forEach(waiter -> guarded(waiter, Waiter::expire));
        removeEmpty();
    }

    /** The server stops: answers everybody at once. */
    public void refuseAll() {
        List<Waiter> refused = new ArrayList<>();
        all().forEach(requests -> refused.addAll(requests.takeAll()));
        refused.forEach(waiter -> guarded(waiter, Waiter::refuse));
        removeEmpty();
    }

    private List<ParkedRequests> all() {
        return streams.values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .toList();
    }

    private void inSlices(List<Waiter> ready) {
        int slice = Math.min(SLICE, ready.size());
        ready.subList(0, slice).forEach(waiter -> guarded(waiter, Waiter::resume));
        if (slice < ready.size()) {
            List<Waiter> rest = ready.subList(slice, ready.size());
            ioThread.execute(() -> inSlices(rest));
        }
    }

    /** One broken exchange must not keep the others waiting, and is not left without an end. */
    private static void guarded(Waiter waiter, Consumer<Waiter> call) {
        try {
            if (waiter.gone()) {
                waiter.abandon();
            } else {
                call.accept(waiter);
            }
        } catch (RuntimeException e) {
            log.error("answering a held request failed", e);
            abandon(waiter);
        }
    }

    private static void abandon(Waiter waiter) {
        try {
            waiter.abandon();
        } catch (RuntimeException e) {
            log.error("ending a held request failed", e);
        }
    }

    private void removeEmpty() {
        streams.values().removeIf(renditions -> {
            renditions.values().removeIf(ParkedRequests::isEmpty);
            return renditions.isEmpty();
        });
    }
}
