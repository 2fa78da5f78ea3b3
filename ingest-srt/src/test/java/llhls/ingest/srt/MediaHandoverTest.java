package llhls.ingest.srt;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import llhls.media.PublishGate;
import llhls.media.io.Payload;
import llhls.media.io.PayloadPool;
import llhls.media.io.PayloadReceiver;
import llhls.media.thread.MediaThread;
import llhls.media.thread.MediaThreads;
import llhls.media.time.Clock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MediaHandoverTest {

    private final PayloadPool pool = new PayloadPool(16, 16);

    @Test
    @Tag("SRT-054")
    void givenAReceiverThatThrowsOnce_whenTheEndIsNear_thenTheRestStillArrivesBeforeIt() throws Exception {
        List<String> seen = new ArrayList<>();
        try (MediaThreads threads = new MediaThreads(1, Clock.system())) {
            MediaThread thread = threads.assign();
            CountDownLatch release = new CountDownLatch(1);
            MediaHandover handover = new MediaHandover(
                    new PublishGate.Accepted(thread, new FakeGate.RecordingSink()), sink -> new Fragile(seen));
            thread.execute(() -> await(release));
            for (int i = 1; i <= 3; i++) {
                handover.payload(payload(i));
            }
            handover.end();
            release.countDown();
            CompletableFuture<Void> done = new CompletableFuture<>();
            thread.execute(() -> thread.execute(() -> done.complete(null)));
            done.get(30, TimeUnit.SECONDS);
        }

        assertThat(seen).containsExactly("1", "2", "3", "end");
        assertThat(pool.outstanding()).isZero();
    }

    private Payload payload(int number) {
        Payload payload = pool.take();
        payload.bytes()[0] = (byte) number;
        payload.set(1, 0, false);
        return payload;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Throws at its first payload. */
    private record Fragile(List<String> seen) implements PayloadReceiver {
        @Override
        public void payload(Payload payload) {
            seen.add(String.valueOf(payload.bytes()[0]));
            if (seen.size() == 1) {
                throw new IllegalStateException("a bug in one stream");
            }
        }

        @Override
        public void tick(long nowNs) {}

        @Override
        public void end() {
            seen.add("end");
        }
    }
}
