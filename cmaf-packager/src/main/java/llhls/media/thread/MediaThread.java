package llhls.media.thread;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import llhls.media.time.Clock;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that owns everything of the streams pinned to it. Work arrives as tasks; {@link Ticker}s are called about every
 * 10 ms.
 *
 * <p>Thread: {@link #execute} and {@link #close} from any thread, the rest on this thread only.
 */
public final class MediaThread implements Executor, AutoCloseable {

    /** Work that depends on time rather than on input. */
    public interface Ticker {
        void tick(long nowNs);
    }

    private static final Logger log = LoggerFactory.getLogger(MediaThread.class);
    private static final long TICK_NS = 10_000_000;

    private final Clock clock;
    private final Thread thread;
    private final MpscUnboundedArrayQueue<Runnable> tasks = new MpscUnboundedArrayQueue<>(1024);
    private final List<Ticker> tickers = new ArrayList<>();
    private long nextTickNs;
    private volatile boolean parked; // written by this thread, read by producers
    private volatile boolean closed; // written by close, read by this thread

    MediaThread(String name, Clock clock) {
        this.clock = clock;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Runs {@code task} on this thread, in the order of submission. Ignored after {@link #close}. */
    @Override
    public void execute(Runnable task) {
        tasks.offer(task);
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    /** Adds a ticker; on this thread only. */
    public void addTicker(Ticker ticker) {
        assertOnThread();
        tickers.add(ticker);
    }

    /** Removes a ticker, also while tickers run; on this thread only. */
    public void removeTicker(Ticker ticker) {
        assertOnThread();
        tickers.remove(ticker);
    }

    /** Throws unless called on this thread. */
    public void assertOnThread() {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException(
                    "called on " + Thread.currentThread().getName() + ", not on " + thread.getName());
        }
    }

    /** Stops after the tasks already submitted. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    /** Waits for the thread's end after {@link #close}, at most {@code millis}. */
    public void join(long millis) throws InterruptedException {
        thread.join(millis);
    }

    private void run() {
        nextTickNs = clock.nanoTime() + TICK_NS;
        while (!closed || !tasks.isEmpty()) {
            runTasks();
            long nowNs = clock.nanoTime();
            if (nowNs - nextTickNs >= 0) {
                nextTickNs = nowNs + TICK_NS;
                runTickers(nowNs);
            }
            park(nextTickNs - nowNs);
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            guarded(task);
        }
    }

    private void runTickers(long nowNs) {
        for (Ticker ticker : List.copyOf(tickers)) {
            guarded(() -> ticker.tick(nowNs));
        }
    }

    private void park(long forNs) {
        parked = true;
        if (tasks.isEmpty() && !closed) {
            LockSupport.parkNanos(this, forNs);
        }
        parked = false;
    }

    /** One stream's bug, or its lack of memory, must not stop the others on this thread. */
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            log.error("task failed: thread={}", thread.getName(), e);
        }
    }
}
