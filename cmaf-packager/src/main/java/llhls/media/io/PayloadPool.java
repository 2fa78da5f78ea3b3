package llhls.media.io;

import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.MpmcArrayQueue;

/**
 * Recycles {@link Payload}s of one capacity. An empty pool makes new ones, a full one leaves the surplus to the collector.
 *
 * <p>Thread: any; I/O threads take, media threads give back.
 */
public final class PayloadPool {

    private final int capacityBytes;
    private final MpmcArrayQueue<Payload> free;
    private final AtomicLong outstanding =
            new AtomicLong(); // written by takers and releasers, read by tests and statistics

    /**
     * @param capacityBytes room in each payload
     * @param pooled how many unused payloads are kept at most
     */
    public PayloadPool(int capacityBytes, int pooled) {
        this.capacityBytes = capacityBytes;
        this.free = new MpmcArrayQueue<>(Math.max(2, pooled));
    }

    /** An empty payload, owned by the caller. */
    public Payload take() {
        outstanding.incrementAndGet();
        Payload pooled = free.poll();
        return (pooled != null ? pooled : new Payload(this, capacityBytes)).hold();
    }

    /** Payloads taken and not yet released. */
    public long outstanding() {
        return outstanding.get();
    }

    void put(Payload payload) {
        outstanding.decrementAndGet();
        free.offer(payload);
    }
}
