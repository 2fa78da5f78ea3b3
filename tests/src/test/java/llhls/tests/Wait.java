package llhls.tests;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** Waits for something in another process by looking at it again and again, up to a generous limit. */
final class Wait {

    static final Duration GENEROUS = Duration.ofSeconds(60);

    private static final long PERIOD_MS = 100;

    private static final ScheduledExecutorService TIMER = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "wait");
        thread.setDaemon(true);
        return thread;
    });

    private Wait() {}

    /** Until {@code probe} gives a value. What it throws means "not yet"; the last of it explains a timeout. */
    static <T> T until(String what, Duration limit, Callable<Optional<T>> probe) {
        CompletableFuture<T> found = new CompletableFuture<>();
        AtomicReference<Throwable> last = new AtomicReference<>();
        ScheduledFuture<?> polling =
                TIMER.scheduleWithFixedDelay(() -> look(probe, found, last), 0, PERIOD_MS, TimeUnit.MILLISECONDS);
        try {
            return found.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("not within " + limit.toSeconds() + " s: " + what, last.get());
        } catch (ExecutionException e) {
            throw new AssertionError("while waiting for: " + what, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for: " + what, e);
        } finally {
            polling.cancel(false);
        }
    }

    static <T> T until(String what, Callable<Optional<T>> probe) {
        return until(what, GENEROUS, probe);
    }

    static void untilTrue(String what, Duration limit, Callable<Boolean> probe) {
        until(what, limit, () -> probe.call() ? Optional.of(true) : Optional.empty());
    }

    static void untilTrue(String what, Callable<Boolean> probe) {
        untilTrue(what, GENEROUS, probe);
    }

    // A probe may fail in any way as long as the other side is not ready; only the limit ends the wait.
    private static <T> void look(
            Callable<Optional<T>> probe, CompletableFuture<T> found, AtomicReference<Throwable> last) {
        try {
            probe.call().ifPresent(found::complete);
        } catch (Hopeless e) {
            found.completeExceptionally(e);
        } catch (Exception | AssertionError e) {
            last.set(e);
        }
    }

    /** Thrown by a probe when waiting longer cannot help, such as when the process it watches has ended. */
    static final class Hopeless extends IllegalStateException {
        private static final long serialVersionUID = 1;

        Hopeless(String message) {
            super(message);
        }
    }
}
