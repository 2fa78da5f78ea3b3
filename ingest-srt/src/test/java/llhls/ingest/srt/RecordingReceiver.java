package llhls.ingest.srt;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import llhls.media.io.Payload;
import llhls.media.io.PayloadReceiver;

import static org.assertj.core.api.Assertions.assertThat;

/** Keeps what a publisher sent, and lets a test wait for it. */
final class RecordingReceiver implements PayloadReceiver {

    private static final long PATIENCE_S = 40;

    private final Lock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch ticked = new CountDownLatch(3);
    private int losses;
    private int ends;

    @Override
    public void payload(Payload payload) {
        lock.lock();
        try {
            bytes.write(payload.bytes(), 0, payload.length());
            losses += payload.lossBefore() ? 1 : 0;
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void tick(long nowNs) {
        ticked.countDown();
    }

    @Override
    public void end() {
        ends++;
        ended.countDown();
    }

    byte[] awaitBytes(int count) throws InterruptedException {
        lock.lock();
        try {
            long leftNs = TimeUnit.SECONDS.toNanos(PATIENCE_S);
            while (bytes.size() < count && leftNs > 0) {
                leftNs = more.awaitNanos(leftNs);
            }
            return bytes.toByteArray();
        } finally {
            lock.unlock();
        }
    }

    void awaitEnd() throws InterruptedException {
        assertThat(ended.await(PATIENCE_S, TimeUnit.SECONDS)).as("end").isTrue();
        assertThat(ends).isEqualTo(1);
    }

    void awaitTicks() throws InterruptedException {
        assertThat(ticked.await(PATIENCE_S, TimeUnit.SECONDS)).as("ticks").isTrue();
    }

    int losses() {
        return losses;
    }
}
