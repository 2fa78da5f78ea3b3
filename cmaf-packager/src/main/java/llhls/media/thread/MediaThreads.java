package llhls.media.thread;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import llhls.media.time.Clock;

/** The fixed set of media threads; each stream is pinned to one for its life. Thread: any. */
public final class MediaThreads implements AutoCloseable {

    private static final long JOIN_MILLIS = 2_000;

    private final List<MediaThread> threads;
    private final AtomicInteger next = new AtomicInteger(); // written by every caller of assign

    /** Starts {@code count} threads named {@code media-0}, {@code media-1} and so on. */
    public MediaThreads(int count, Clock clock) {
        threads = IntStream.range(0, count)
                .mapToObj(i -> new MediaThread("media-" + i, clock))
                .toList();
        threads.forEach(MediaThread::start);
    }

    /** The thread for a new stream, in turn. */
    public MediaThread assign() {
        return threads.get(Math.floorMod(next.getAndIncrement(), threads.size()));
    }

    @Override
    public void close() {
        threads.forEach(MediaThread::close);
        try {
            for (MediaThread thread : threads) {
                thread.join(JOIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
