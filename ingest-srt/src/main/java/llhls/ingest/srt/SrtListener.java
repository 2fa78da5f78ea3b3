package llhls.ingest.srt;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import llhls.ingest.srt.protocol.ConnectionOptions;
import llhls.ingest.srt.protocol.ListenerPolicy;
import llhls.media.MediaSink;
import llhls.media.PublishGate;
import llhls.media.io.PayloadPool;
import llhls.media.io.PayloadReceiver;
import llhls.media.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts SRT publishers on one UDP port. Thread: any. */
public final class SrtListener implements AutoCloseable {

    /** Largest payload of a packet. */
    static final int PAYLOAD_BYTES = 1456;

    private static final Logger log = LoggerFactory.getLogger(SrtListener.class);
    private static final int POOLED_PAYLOADS = 8192;
    private static final int MAX_UNDECIDED = 256;
    private static final long DECISION_TIMEOUT_NS = 1_000_000_000;
    private static final long SEND_BYTES_PER_SECOND = 125_000_000;
    private static final long SECOND_SHUTDOWN_MS = 20;
    private static final long CLOSE_TIMEOUT_MS = 2_000;

    private final SrtEndpoint endpoint;
    private final Reception reception;
    private final KeyWorkers workers;
    private final PayloadPool pool;
    private final AtomicBoolean closed = new AtomicBoolean(); // set by the first close

    private SrtListener(SrtEndpoint endpoint, Reception reception, KeyWorkers workers, PayloadPool pool) {
        this.endpoint = endpoint;
        this.reception = reception;
        this.workers = workers;
        this.pool = pool;
    }

    /**
     * Binds and serves until {@link #close}.
     *
     * @param demuxer makes the receiver of an accepted publisher's payloads, called on the stream's media thread
     * @throws IOException with the fix in its message when the port cannot be bound
     */
    public static SrtListener open(
            InetSocketAddress bind,
            SrtConfig config,
            PublishGate gate,
            Function<MediaSink, PayloadReceiver> demuxer,
            Clock clock)
            throws IOException {
        return open(UdpTransport.best(), bind, config, new Services(gate, demuxer, clock));
    }

    /** What a listener works with. */
    record Services(PublishGate gate, Function<MediaSink, PayloadReceiver> demuxer, Clock clock) {}

    static SrtListener open(UdpTransport transport, InetSocketAddress bind, SrtConfig config, Services services)
            throws IOException {
        PayloadPool pool = new PayloadPool(PAYLOAD_BYTES, POOLED_PAYLOADS);
        ConnectionOptions options = new ConnectionOptions(
                config.release() == ReleaseMode.EAGER,
                config.receiveBufferPackets(),
                config.peerIdleTimeout().toNanos(),
                SEND_BYTES_PER_SECOND,
                pool);
        SrtEndpoint endpoint = SrtEndpoint.open(transport, bind, "srt-io-0", services.clock());
        KeyWorkers workers = new KeyWorkers(config.passphrase(), endpoint);
        SrtPublisher.Means means =
                new SrtPublisher.Means(endpoint, workers, options, services.demuxer(), services.clock());
        Reception reception = new Reception(policy(bind, config), means, services.gate());
        endpoint.start(reception);
        log.info(
                "srt listening: address={} transport={} encryption={}",
                endpoint.address(),
                transport,
                config.passphrase().isSet() ? "required" : "none");
        return new SrtListener(endpoint, reception, workers, pool);
    }

    private static ListenerPolicy policy(InetSocketAddress bind, SrtConfig config) {
        return new ListenerPolicy(
                bind.getPort(),
                config.latencyMs(),
                config.receiveBufferPackets(),
                config.maxConnections(),
                MAX_UNDECIDED,
                DECISION_TIMEOUT_NS,
                config.passphrase());
    }

    /** The bound address. */
    public InetSocketAddress address() {
        return endpoint.address();
    }

    /** Counters of the port, independent of connections; immutable. */
    public Map<String, Number> counters() {
        Map<String, Number> counters = new LinkedHashMap<>(endpoint.counters());
        counters.putAll(reception.counters());
        return Collections.unmodifiableMap(counters);
    }

    /** Payloads received and not yet read by a demuxer; for tests and statistics. */
    public long payloadsOutstanding() {
        return pool.outstanding();
    }

    /** Refuses new publishers, says goodbye to the connected ones, then closes the port. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        CompletableFuture<Void> told = new CompletableFuture<>();
        endpoint.execute(() -> {
            List<SrtPublisher> publishers = reception.closeAll();
            endpoint.executeLater(() -> sayAgain(publishers, told), SECOND_SHUTDOWN_MS);
        });
        told.completeOnTimeout(null, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS).join();
        endpoint.close();
        workers.close();
        log.info("srt closed listener: address={}", endpoint.address());
    }

    /** A goodbye may get lost: the second costs nothing. */
    private void sayAgain(List<SrtPublisher> publishers, CompletableFuture<Void> told) {
        publishers.forEach(p -> p.repeatShutdown(reception.nowNs()));
        endpoint.flush();
        told.complete(null);
    }
}
