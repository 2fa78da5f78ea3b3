package llhls.ingest.srt;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import llhls.media.time.Clock;

/** Publishes to a remote SRT listener. Thread: {@link #send} from one thread, the rest from any. */
public final class SrtCaller implements AutoCloseable {

    /** Seven transport packets, what every receiver expects. */
    private static final int MESSAGE_BYTES = 1316;

    private static final long GRACE_MS = 1_000;
    private static final long CLOSE_TIMEOUT_MS = 4_000;

    private final SrtEndpoint endpoint;
    private final CallerSession session;

    private SrtCaller(SrtEndpoint endpoint, CallerSession session) {
        this.endpoint = endpoint;
        this.session = session;
    }

    /**
     * Connects; blocks at most the configured timeout.
     *
     * @throws SrtException with a readable reason, and the code when the server refused
     */
    public static SrtCaller connect(InetSocketAddress remote, SrtCallerConfig config, Clock clock) throws SrtException {
        if (remote.isUnresolved()) {
            throw new SrtException("unknown host " + remote.getHostString() + ": check the address", 0);
        }
        if (!StreamId.fits(config.streamId())) {
            throw new SrtException("the stream id is longer than 512 bytes: shorten it", 0);
        }
        SrtEndpoint endpoint = open(clock);
        CallerSession session = new CallerSession(endpoint, remote, config, clock);
        endpoint.start(session.answersToNobody());
        try {
            long waitMs = config.connectTimeout().toMillis() + GRACE_MS;
            session.connect().orTimeout(waitMs, TimeUnit.MILLISECONDS).join();
            return new SrtCaller(endpoint, session);
        } catch (CompletionException e) {
            endpoint.close();
            throw e.getCause() instanceof SrtException refused
                    ? refused
                    : new SrtException("no decision from " + remote + " in time", 0);
        }
    }

    private static SrtEndpoint open(Clock clock) throws SrtException {
        try {
            return SrtEndpoint.open(UdpTransport.best(), new InetSocketAddress(0), "srt-caller", clock);
        } catch (IOException e) {
            throw new SrtException(String.valueOf(e.getMessage()), 0);
        }
    }

    /** Queues a copy, cut into messages of up to 1316 bytes; dropped and counted when the connection is closed or stuck. */
    public void send(byte[] bytes, int offset, int length) {
        for (int done = 0; done < length; done += MESSAGE_BYTES) {
            session.send(bytes, offset + done, Math.min(MESSAGE_BYTES, length - done));
        }
    }

    public boolean isOpen() {
        return session.isOpen();
    }

    /** Why the connection ended; empty while it is open. */
    public String closeReason() {
        return session.closeReason();
    }

    /** Snapshot of the counters, under libsrt's names, about a second old. */
    public Map<String, Number> stats() {
        return session.stats();
    }

    /** Sends what is queued, waits until the server played it (both bounded), says goodbye and closes the socket. */
    @Override
    public void close() {
        CompletableFuture<Void> closed = session.close();
        closed.completeOnTimeout(null, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS).join();
        endpoint.close();
    }
}
