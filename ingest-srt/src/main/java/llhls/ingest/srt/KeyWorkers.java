package llhls.ingest.srt;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import llhls.ingest.srt.protocol.KeyMaterial;
import llhls.ingest.srt.protocol.KeyUnlocker;
import llhls.ingest.srt.protocol.Passphrase;
import llhls.ingest.srt.protocol.UnlockedKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Derives keys beside the event loop: two threads that end when there is nothing to do, and a short queue, so that a flood of
 * encrypted callers can neither stop the media nor pile up.
 *
 * <p>Thread: any; results come back on the event loop.
 */
final class KeyWorkers implements KeyUnlocker, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KeyWorkers.class);
    private static final int THREADS = 2;
    private static final int MAX_WAITING = 64;
    private static final long IDLE_S = 10;

    private final Passphrase passphrase;
    private final Executor eventLoop;
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            THREADS, THREADS, IDLE_S, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), KeyWorkers::daemon);

    KeyWorkers(Passphrase passphrase, Executor eventLoop) {
        this.passphrase = passphrase;
        this.eventLoop = eventLoop;
        workers.allowCoreThreadTimeOut(true);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "srt-keys");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public boolean unlock(KeyMaterial material, Consumer<Optional<UnlockedKeys>> done) {
        try {
            workers.execute(() -> run(material, done));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void run(KeyMaterial material, Consumer<Optional<UnlockedKeys>> done) {
        try {
            Optional<UnlockedKeys> keys = UnlockedKeys.unlock(passphrase, material);
            eventLoop.execute(() -> done.accept(keys));
        } catch (RuntimeException e) { // top of the thread; whoever waits for the keys has a time limit
            log.error("key derivation failed: bits={}", material.keyBits(), e);
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
