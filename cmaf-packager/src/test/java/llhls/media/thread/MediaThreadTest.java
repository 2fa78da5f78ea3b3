package llhls.media.thread;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import llhls.media.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class MediaThreadTest {

    private final MediaThreads threads = new MediaThreads(1, Clock.system());
    private final MediaThread thread = threads.assign();

    @AfterEach
    void stop() {
        threads.close();
    }

    @Test
    void tasksRunInTheOrderOfSubmission() throws Exception {
        List<Integer> seen = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(1);

        for (int i = 0; i < 10_000; i++) {
            int n = i;
            thread.execute(() -> seen.add(n));
        }
        thread.execute(done::countDown);

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).hasSize(10_000).isSorted();
    }

    @Test
    void givenATaskThatThrows_whenTheNextComes_thenItStillRuns() throws Exception {
        CompletableFuture<String> next = new CompletableFuture<>();

        thread.execute(() -> {
            throw new IllegalStateException("a bug in one stream");
        });
        thread.execute(() -> next.complete("ran"));

        assertThat(next.get(30, TimeUnit.SECONDS)).isEqualTo("ran");
    }

    @Test
    void givenATaskWithoutMemory_whenTheNextComes_thenItStillRuns() throws Exception {
        CompletableFuture<String> next = new CompletableFuture<>();

        thread.execute(() -> {
            throw new OutOfMemoryError("Cannot reserve 1048576 bytes of direct buffer memory");
        });
        thread.execute(() -> next.complete("ran"));

        assertThat(next.get(30, TimeUnit.SECONDS)).isEqualTo("ran");
    }

    @Test
    void aTickerIsCalledUntilItRemovesItself() throws Exception {
        AtomicInteger ticks = new AtomicInteger();
        CountDownLatch removed = new CountDownLatch(1);
        MediaThread.Ticker ticker = new MediaThread.Ticker() {
            @Override
            public void tick(long nowNs) {
                if (ticks.incrementAndGet() == 3) {
                    thread.removeTicker(this);
                    removed.countDown();
                }
            }
        };

        thread.execute(() -> thread.addTicker(ticker));

        assertThat(removed.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(ticks).hasValue(3);
    }

    @Test
    void tickersMayOnlyBeTouchedOnTheThread() {
        assertThatIllegalStateException().isThrownBy(() -> thread.addTicker(nowNs -> {}));
    }

    @Test
    void givenAFullMailbox_whenAMessageIsOffered_thenItIsRefusedAndNothingIsLostOfTheRest() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch drained = new CountDownLatch(4);
        List<Integer> seen = new ArrayList<>();
        Mailbox<Integer> mailbox = new Mailbox<>(thread, 4, n -> {
            seen.add(n);
            drained.countDown();
        });
        thread.execute(() -> await(release));

        List<Boolean> accepted = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            accepted.add(mailbox.offer(i));
        }
        release.countDown();

        assertThat(drained.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(accepted).containsExactly(true, true, true, true, false, false);
        assertThat(seen).containsExactly(0, 1, 2, 3);
    }

    @Test
    void everyMessageOfABusyMailboxArrivesOnceAndInOrder() throws Exception {
        int count = 200_000;
        List<Integer> seen = new ArrayList<>(count);
        CountDownLatch all = new CountDownLatch(count);
        Mailbox<Integer> mailbox = new Mailbox<>(thread, 64, n -> {
            seen.add(n);
            all.countDown();
        });

        for (int i = 0; i < count; i++) {
            while (!mailbox.offer(i)) {
                Thread.onSpinWait();
            }
        }

        assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void givenTasksAlreadySubmitted_whenClosed_thenTheyRunBeforeTheThreadEnds() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        for (int i = 0; i < 1000; i++) {
            thread.execute(ran::incrementAndGet);
        }

        threads.close();

        assertThat(ran).hasValue(1000);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
