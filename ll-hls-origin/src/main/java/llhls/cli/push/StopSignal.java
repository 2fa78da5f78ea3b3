package llhls.cli.push;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells the pushing thread to stop, also while it waits. Thread: any. */
public final class StopSignal {

    private final CountDownLatch stopped = new CountDownLatch(1);

    public void stop() {
        stopped.countDown();
    }

    public boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** Waits for the signal, at most {@code atMost}; true when it came. */
    public boolean await(Duration atMost) throws InterruptedException {
        return stopped.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }
}
