package llhls.origin.http;

import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import llhls.media.time.Clock;
import llhls.origin.park.IoParking;
import llhls.origin.park.ParkingLimits;
import llhls.origin.park.Waiter;
import llhls.origin.stream.LiveStream;
import llhls.origin.stream.PublicationListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/**
 * Holds requests until a publication, without a thread for any of them: a request is parked on its own I/O thread, and every
 * publication posts one task to each I/O thread.
 *
 * <p>Thread: {@link #published} and {@link #changed} on media threads; {@link #answerOrHold} on the exchange's I/O thread.
 */
public final class HeldRequests implements PublicationListener {

    private static final Logger log = LoggerFactory.getLogger(HeldRequests.class);
    private static final long SWEEP_MILLIS = 100;
    private static final Duration MAX_HOLD = Duration.ofMillis(7_500);
    private static final int HOLD_TARGETS = 3;
    private static final long REFUSE_SECONDS = 2;

    private final Map<XnioIoThread, IoParking> parkings = new ConcurrentHashMap<>(); // an I/O thread adds itself once
    private final Map<XnioIoThread, XnioExecutor.Key> sweeps = new ConcurrentHashMap<>(); // likewise
    private final ParkingLimits limits;
    private final Clock clock;
    private volatile boolean draining; // written by refuseAll, read by I/O threads

    public HeldRequests(HttpLimits limits, Clock clock) {
        this.limits = new ParkingLimits(
                limits.maxParkedPerConnection(), limits.maxParkedPerAddress(), limits.maxParkedTotal());
        this.clock = clock;
    }

    @Override
    public void published(LiveStream stream, String rendition) {
        parkings.forEach((thread, parking) -> post(thread, () -> parking.release(stream, rendition)));
    }

    @Override
    public void changed(LiveStream stream) {
        parkings.forEach((thread, parking) -> post(thread, () -> parking.releaseAll(stream)));
    }

    /** How many requests are held at present. */
    int parked() {
        return limits.parked();
    }

    boolean draining() {
        return draining;
    }

    /**
     * Answers now or parks. This I/O thread is known to publishers before anything is read, and reading and parking are one
     * task on it: a release posted after a newer snapshot was stored runs after that.
     */
    void answerOrHold(Pending request) {
        HttpServerExchange exchange = request.exchange();
        IoParking parking = parkingOf(exchange.getIoThread());
        if (request.ready()) {
            request.answer();
            return;
        }
        // others may touch the exchange only after its handler has returned
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> hold(request, parking));
    }

    /** Answers everybody with 503 and parks nobody any more; returns when the answers are on their way. */
    void refuseAll() throws InterruptedException {
        draining = true;
        CountDownLatch refused = new CountDownLatch(parkings.size());
        parkings.forEach((thread, parking) -> {
            boolean posted = post(thread, () -> {
                parking.refuseAll();
                stopSweeping(thread);
                refused.countDown();
            });
            if (!posted) {
                refused.countDown();
            }
        });
        if (!refused.await(REFUSE_SECONDS, TimeUnit.SECONDS)) {
            log.warn("an I/O thread does not answer: its held requests are cut off");
        }
    }

    /** False when the server has stopped: then nobody waits on that thread. Publishers may go on for a moment longer. */
    private static boolean post(XnioIoThread thread, Runnable task) {
        try {
            thread.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private IoParking parkingOf(XnioIoThread thread) {
        IoParking known = parkings.get(thread);
        return known != null ? known : parkings.computeIfAbsent(thread, this::open);
    }

    private IoParking open(XnioIoThread thread) {
        IoParking parking = new IoParking(thread);
        sweeps.put(
                thread,
                thread.executeAtInterval(() -> parking.expire(clock.nanoTime()), SWEEP_MILLIS, TimeUnit.MILLISECONDS));
        return parking;
    }

    /** A sweep that is still planned when its thread terminates is logged as an error. */
    private void stopSweeping(XnioIoThread thread) {
        XnioExecutor.Key sweep = sweeps.remove(thread);
        if (sweep != null) {
            sweep.remove();
        }
    }

    private void hold(Pending request, IoParking parking) {
        if (request.ready()) {
            request.answer();
            return;
        }
        HttpServerExchange exchange = request.exchange();
        InetSocketAddress peer = exchange.getConnection().getPeerAddress(InetSocketAddress.class);
        if (draining) {
            stopping(exchange);
        } else if (!limits.enter(peer)) {
            Reply.unavailable(exchange, "too many requests are being held: try again in a second");
        } else {
            exchange.addExchangeCompleteListener((done, next) -> leave(peer, next));
            long deadlineNs = clock.nanoTime() + holdLimit(request.stream()).toNanos();
            parking.park(request.stream(), request.rendition(), new Held(request), deadlineNs);
            HangUpWatcher.watch(exchange);
        }
    }

    private void leave(InetSocketAddress peer, ExchangeCompletionListener.NextListener next) {
        limits.leave(peer);
        next.proceed();
    }

    /** Shorter than the shortest read time-out among players (DEC-12). */
    private static Duration holdLimit(LiveStream stream) {
        Duration limit = stream.targetDuration().multipliedBy(HOLD_TARGETS);
        return limit.compareTo(MAX_HOLD) < 0 ? limit : MAX_HOLD;
    }

    private static void stopping(HttpServerExchange exchange) {
        Reply.unavailable(exchange, "the server is restarting: try again in a second");
    }

    private record Held(Pending request) implements Waiter {
        @Override
        public boolean ready() {
            return request.ready();
        }

        @Override
        public void resume() {
            request.answer();
        }

        @Override
        public void expire() {
            request.heldTooLong();
        }

        @Override
        public void refuse() {
            stopping(request.exchange());
        }

        @Override
        public boolean gone() {
            HttpServerExchange exchange = request.exchange();
            return exchange.isComplete() || !exchange.getConnection().isOpen();
        }

        @Override
        public void abandon() {
            request.exchange().endExchange(); // runs its completion listeners, if nothing has yet
        }
    }
}
