package llhls.media.thread;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jctools.queues.SpscArrayQueue;

/**
 * A bounded queue from one producer thread into a {@link MediaThread}. Full means refused: the producer drops, counts, and
 * tells the reader with the next message that something is missing.
 *
 * <p>Thread: {@link #offer} from one thread; the consumer runs on the media thread.
 */
public final class Mailbox<T> {

    private final MediaThread thread;
    private final SpscArrayQueue<T> queue;
    private final Consumer<T> consumer;
    private final Runnable drain = this::drain; // one object for all wake-ups
    private final AtomicBoolean scheduled = new AtomicBoolean(); // set by the producer, cleared by the media thread

    public Mailbox(MediaThread thread, int capacity, Consumer<T> consumer) {
        this.thread = thread;
        this.queue = new SpscArrayQueue<>(capacity);
        this.consumer = consumer;
    }

    /** False when the mailbox is full; the message then still belongs to the caller. */
    public boolean offer(T message) {
        if (!queue.offer(message)) {
            return false;
        }
        if (scheduled.compareAndSet(false, true)) {
            thread.execute(drain);
        }
        return true;
    }

    private void drain() {
        scheduled.set(false); // before polling: a message offered from here on schedules anew
        try {
            consumeWaiting();
        } finally { // also behind a message whose consumer failed
            if (!queue.isEmpty() && scheduled.compareAndSet(false, true)) {
                thread.execute(drain);
            }
        }
    }

    /**
     * Consumes what is waiting, for a task that must come after every message offered before it: the wake-up for the last
     * of them may still be on its way. On the media thread only.
     */
    public void consumeWaiting() {
        // bounded, so that a fast producer cannot keep the thread to itself
        queue.drain(consumer::accept, queue.capacity());
    }
}
