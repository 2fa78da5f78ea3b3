package llhls.origin.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts open exchanges, so that a stop can wait for answers that are being written. Thread: any. */
final class InFlight implements HttpHandler {

    private static final long WAIT_SECONDS = 2;

    private final OriginHandlers next;
    private final AtomicInteger open =
            new AtomicInteger(1); // one for ourselves until awaitIdle; written by I/O threads
    private final CountDownLatch idle = new CountDownLatch(1);

    InFlight(OriginHandlers next) {
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        open.incrementAndGet();
        exchange.addExchangeCompleteListener((done, following) -> {
            finished();
            following.proceed();
        });
        next.handleRequest(exchange);
    }

    /** Waits until no exchange is open, for two seconds at most. */
    void awaitIdle() throws InterruptedException {
        finished();
        idle.await(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    private void finished() {
        if (open.decrementAndGet() == 0) {
            idle.countDown();
        }
    }
}
