package llhls.ingest.srt;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import llhls.ingest.srt.packet.PacketView;
import llhls.ingest.srt.protocol.CallerHandshake;
import llhls.ingest.srt.protocol.CloseReason;
import llhls.ingest.srt.protocol.ConnectionEvents;
import llhls.ingest.srt.protocol.ConnectionOptions;
import llhls.ingest.srt.protocol.ConnectionSecurity;
import llhls.ingest.srt.protocol.ConnectionSettings;
import llhls.ingest.srt.protocol.Encryption;
import llhls.ingest.srt.protocol.Rejection;
import llhls.ingest.srt.protocol.SocketIds;
import llhls.ingest.srt.protocol.SrtConnection;
import llhls.media.io.Payload;
import llhls.media.io.PayloadPool;
import llhls.media.time.Clock;
import org.jctools.queues.SpscArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call on its event loop: the handshake, then the connection fed from a bounded queue.
 *
 * <p>Thread: the event loop, except {@link #connect}, {@link #send} (one thread), {@link #close} and the volatile state.
 */
final class CallerSession implements SrtEndpoint.Route, CallerHandshake.Outcome, ConnectionEvents {

    private static final Logger log = LoggerFactory.getLogger(CallerSession.class);
    private static final int BUFFER_PACKETS = 8192;
    private static final int QUEUED_MESSAGES = 8192;
    private static final long IDLE_TIMEOUT_NS = 5_000_000_000L;
    /** 250 Mbit/s: a key frame of 200 packets leaves within 10 ms without overrunning small socket buffers. */
    private static final long SEND_BYTES_PER_SECOND = 31_250_000;

    private static final long PUMP_MS = 1;
    private static final long FLUSH_NS = 1_000_000_000;
    private static final long PLAY_MARGIN_NS = 50_000_000;
    private static final long MAX_PLAY_NS = 2_000_000_000;
    private static final long SECOND_SHUTDOWN_MS = 20;
    private static final long STATS_INTERVAL_NS = 1_000_000_000;

    private final SrtEndpoint endpoint;
    private final InetSocketAddress remote;
    private final SrtCallerConfig config;
    private final Clock clock;
    private final PayloadPool pool = new PayloadPool(SrtListener.PAYLOAD_BYTES, QUEUED_MESSAGES);
    private final SpscArrayQueue<Payload> queue = new SpscArrayQueue<>(QUEUED_MESSAGES);
    private final AtomicBoolean drainScheduled = new AtomicBoolean(); // set by the sending thread, cleared by the loop
    private final LongAdder notQueued = new LongAdder(); // written by the sending thread, read by statistics
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    // written by the event loop, read by any
    private volatile Map<String, Number> stats = Map.of();
    private volatile String closeReason = "";
    private volatile boolean open;
    // event loop only
    private @Nullable CallerHandshake handshake;
    private @Nullable Encryption encryption;
    private @Nullable SrtConnection connection;
    private boolean pumpScheduled;
    private boolean closing;
    private boolean drained;
    private long closeDeadlineNs;
    private long nextStatsNs;

    CallerSession(SrtEndpoint endpoint, InetSocketAddress remote, SrtCallerConfig config, Clock clock) {
        this.endpoint = endpoint;
        this.remote = remote;
        this.config = config;
        this.clock = clock;
    }

    /** Starts the handshake; fails with an {@link SrtException}. */
    CompletableFuture<Void> connect() {
        SecureRandom random = new SecureRandom();
        // costs too much for the event loop
        @Nullable
        Encryption keys = config.encryption()
                .map(e -> Encryption.create(e.passphrase(), e.keyBytes(), e.refresh(), random))
                .orElse(null);
        endpoint.execute(() -> {
            encryption = keys;
            long nowNs = clock.nanoTime();
            int socketId = new SocketIds(random).take(nowNs);
            CallerHandshake.Call call = new CallerHandshake.Call(
                    remote,
                    socketId,
                    random.nextInt(Integer.MAX_VALUE),
                    config.streamId(),
                    config.latencyMs(),
                    BUFFER_PACKETS,
                    config.connectTimeout().toNanos(),
                    Optional.ofNullable(keys).map(Encryption::first));
            endpoint.register(socketId, this);
            handshake = new CallerHandshake(call, endpoint::send, this, nowNs);
            handshake.start(nowNs);
        });
        return connected;
    }

    /** Queues a copy of one message; dropped when closed or full. */
    void send(byte[] bytes, int offset, int length) {
        if (!open) {
            notQueued.increment();
            return;
        }
        Payload message = pool.take();
        System.arraycopy(bytes, offset, message.bytes(), 0, length);
        message.set(length, clock.nanoTime(), false);
        if (!queue.offer(message)) {
            message.release();
            notQueued.increment();
        } else if (drainScheduled.compareAndSet(false, true)) {
            endpoint.execute(this::drain);
        }
    }

    private void drain() {
        drainScheduled.set(false); // before polling: a message offered from here on schedules anew
        long nowNs = clock.nanoTime();
        for (Payload message = queue.poll(); message != null; message = queue.poll()) {
            boolean sent = connection != null
                    && connection.send(message.bytes(), 0, message.length(), message.arrivalNs(), nowNs);
            if (!sent) {
                notQueued.increment();
            }
            message.release();
        }
        pump(nowNs);
    }

    private void pump(long nowNs) {
        if (connection == null) {
            return;
        }
        connection.pump(nowNs);
        if (connection.hasBacklog() && !pumpScheduled) {
            pumpScheduled = true;
            endpoint.executeLater(this::pumpAgain, PUMP_MS);
        }
    }

    private void pumpAgain() {
        pumpScheduled = false;
        pump(clock.nanoTime());
    }

    /** Flushes what is queued, gives the server time to play it, then ends the connection; bounded. */
    CompletableFuture<Void> close() {
        endpoint.execute(() -> {
            closing = true;
            closeDeadlineNs = clock.nanoTime() + FLUSH_NS;
            closeWhenDrained(clock.nanoTime());
        });
        return closed;
    }

    /** Many receivers drop what they have not played when the SHUTDOWN comes: it waits for their latency. */
    private void closeWhenDrained(long nowNs) {
        if (!closing || closed.isDone()) {
            return;
        }
        if (connection == null || !connection.isOpen()) {
            closed.complete(null);
        } else if (drained) {
            if (nowNs - closeDeadlineNs >= 0) {
                shutdown(connection, nowNs);
            }
        } else if ((queue.isEmpty() && connection.isDrained()) || nowNs - closeDeadlineNs >= 0) {
            drained = true;
            long latencyNs = connection.settings().peerLatencyMs() * 1_000_000L;
            closeDeadlineNs = nowNs + Math.min(latencyNs + PLAY_MARGIN_NS, MAX_PLAY_NS);
        }
    }

    private void shutdown(SrtConnection ended, long nowNs) {
        ended.close(CloseReason.LOCAL, nowNs);
        endpoint.executeLater(() -> sayAgain(ended), SECOND_SHUTDOWN_MS);
    }

    private void sayAgain(SrtConnection ended) {
        ended.repeatShutdown(clock.nanoTime());
        endpoint.flush();
        closed.complete(null);
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public void onPacket(PacketView packet, long nowNs) {
        if (connection != null) {
            connection.onPacket(packet, nowNs);
            pump(nowNs);
        } else if (handshake != null) {
            handshake.onPacket(packet, nowNs);
        }
    }

    @Override
    public void onTimer(long nowNs) {
        if (connection == null) {
            if (handshake != null) {
                handshake.onTimer(nowNs);
            }
            return;
        }
        connection.onTimer(nowNs);
        pump(nowNs);
        closeWhenDrained(nowNs);
        if (nowNs - nextStatsNs >= 0) {
            nextStatsNs = nowNs + STATS_INTERVAL_NS;
            refreshStats(nowNs);
        }
    }

    private void refreshStats(long nowNs) {
        if (connection != null) {
            Map<String, Number> fresh = new LinkedHashMap<>(connection.stats(nowNs));
            fresh.put("pktSndNotQueued", notQueued.sum());
            stats = Collections.unmodifiableMap(fresh);
        }
    }

    @Override
    public void connected(ConnectionSettings settings, long nowNs) {
        ConnectionOptions options =
                new ConnectionOptions(true, BUFFER_PACKETS, IDLE_TIMEOUT_NS, SEND_BYTES_PER_SECOND, pool);
        connection = new SrtConnection(
                settings, security(), options, (bytes, length) -> endpoint.send(bytes, length, remote), this, nowNs);
        nextStatsNs = nowNs + STATS_INTERVAL_NS;
        refreshStats(nowNs);
        open = true;
        log.info(
                "srt connected to server: remote={} latencyMs={} encryption={} id={}",
                remote,
                settings.peerLatencyMs(),
                encryption == null ? "none" : "AES-" + encryption.keyBits(),
                StreamId.masked(config.streamId()));
        connected.complete(null);
    }

    private ConnectionSecurity security() {
        return encryption == null ? ConnectionSecurity.NONE : ConnectionSecurity.sending(encryption);
    }

    private void destroyKeys() {
        if (encryption != null) {
            encryption.destroy();
        }
    }

    @Override
    public void rejected(int code) {
        destroyKeys();
        connected.completeExceptionally(new SrtException("refused by the server: " + Rejection.describe(code), code));
    }

    @Override
    public void failed(String why) {
        destroyKeys();
        connected.completeExceptionally(new SrtException("cannot connect: " + why, 0));
    }

    @Override
    public void payload(Payload owned) {
        owned.release(); // a publisher has no use for data of the server
    }

    @Override
    public void closed(CloseReason reason) {
        refreshStats(clock.nanoTime());
        closeReason = reason.text();
        open = false;
        log.info("srt connection to server closed: remote={} reason={}", remote, reason.text());
    }

    boolean isOpen() {
        return open;
    }

    String closeReason() {
        return closeReason;
    }

    Map<String, Number> stats() {
        return stats;
    }

    /** Takes what comes to id 0: very old listeners answer there. */
    SrtEndpoint.Handshakes answersToNobody() {
        return new SrtEndpoint.Handshakes() {
            @Override
            public void onPacket(PacketView packet, InetSocketAddress from, long nowNs) {
                if (remote.equals(from) && handshake != null && connection == null) {
                    handshake.onPacket(packet, nowNs);
                }
            }

            @Override
            public void onTimer(long nowNs) {}
        };
    }
}
