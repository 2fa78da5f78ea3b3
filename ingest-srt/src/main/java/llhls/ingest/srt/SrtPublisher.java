package llhls.ingest.srt;

import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import llhls.ingest.srt.packet.PacketView;
import llhls.ingest.srt.packet.SrtOptions;
import llhls.ingest.srt.protocol.CloseReason;
import llhls.ingest.srt.protocol.ConnectRequest;
import llhls.ingest.srt.protocol.ConnectionEvents;
import llhls.ingest.srt.protocol.ConnectionOptions;
import llhls.ingest.srt.protocol.ConnectionSecurity;
import llhls.ingest.srt.protocol.ConnectionSettings;
import llhls.ingest.srt.protocol.KeyUnlocker;
import llhls.ingest.srt.protocol.SrtConnection;
import llhls.media.MediaSink;
import llhls.media.PublishGate;
import llhls.media.Publisher;
import llhls.media.io.Payload;
import llhls.media.io.PayloadReceiver;
import llhls.media.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One caller that wants to publish: first a request, then, when the gate agreed, a connection.
 *
 * <p>Thread: the event loop, except the {@link Publisher} methods, which are for any.
 */
final class SrtPublisher implements Publisher, SrtEndpoint.Route, ConnectionEvents {

    private static final Logger log = LoggerFactory.getLogger(SrtPublisher.class);
    private static final long STATS_INTERVAL_NS = 1_000_000_000;
    private static final int LOW_LATENCY_MS = 80;
    private static final int HIGH_LATENCY_MS = 8000;

    private final StreamId streamId;
    private final InetSocketAddress remote;
    private final String remoteText;
    private final int callerId;
    private final Reception reception;
    private volatile Map<String, Number> stats = Map.of(); // written by the event loop, read by any
    // event loop only
    private @Nullable SrtConnection connection;
    private @Nullable MediaHandover handover;
    private long nextStatsNs;
    private String closeDetail = "";
    private boolean cancelled;

    SrtPublisher(StreamId streamId, ConnectRequest request, Reception reception) {
        this.streamId = streamId;
        this.remote = request.remote();
        this.remoteText = remote.getAddress().getHostAddress() + ":" + remote.getPort();
        this.callerId = request.handshake().socketId();
        this.reception = reception;
    }

    /** The gate agreed and the handshake is done: payloads go to {@code accepted} from now on. */
    void connected(ConnectionSettings settings, Admission admission, Means means, long nowNs) {
        handover = new MediaHandover(admission.accepted, means.demuxer);
        SrtEndpoint endpoint = means.endpoint;
        connection = new SrtConnection(
                settings,
                admission.security,
                means.options,
                (bytes, length) -> endpoint.send(bytes, length, remote),
                this,
                nowNs);
        nextStatsNs = nowNs;
        endpoint.register(settings.localId(), this);
        logConnected(settings, admission.security);
        refreshStats(nowNs);
    }

    /** What connections are made with. */
    record Means(
            SrtEndpoint endpoint,
            KeyUnlocker unlocker,
            ConnectionOptions options,
            Function<MediaSink, PayloadReceiver> demuxer,
            Clock clock) {}

    /** What a caller was let in with. */
    record Admission(PublishGate.Accepted accepted, ConnectionSecurity security) {}

    private void logConnected(ConnectionSettings settings, ConnectionSecurity security) {
        log.info(
                "srt connected: stream={} remote={} latencyMs={} peerLatencyMs={} peerVersion={} peerFlags=0x{} encryption={} id={}",
                streamId.stream(),
                remoteText,
                settings.receiveLatencyMs(),
                settings.peerLatencyMs(),
                SrtOptions.versionText(settings.peerVersion()),
                Integer.toHexString(settings.peerFlags()),
                security.in() == null ? "none" : "AES-" + security.in().keyBits(),
                streamId.masked());
        if (settings.receiveLatencyMs() < LOW_LATENCY_MS || settings.receiveLatencyMs() > HIGH_LATENCY_MS) {
            log.warn(
                    "srt latency is unusual: stream={} latencyMs={} (ffmpeg and OBS take microseconds, most others"
                            + " milliseconds; 120 ms to 2000 ms is usual)",
                    streamId.stream(),
                    settings.receiveLatencyMs());
        }
    }

    @Override
    public void onPacket(PacketView packet, long nowNs) {
        if (connection != null) {
            connection.onPacket(packet, nowNs);
        }
    }

    @Override
    public void onTimer(long nowNs) {
        if (connection == null) {
            return;
        }
        connection.onTimer(nowNs);
        if (nowNs - nextStatsNs >= 0) {
            nextStatsNs = nowNs + STATS_INTERVAL_NS;
            refreshStats(nowNs);
        }
    }

    private void refreshStats(long nowNs) {
        if (connection == null || handover == null) {
            return;
        }
        Map<String, Number> fresh = new LinkedHashMap<>(connection.stats(nowNs));
        fresh.put("pktHandoverDrop", handover.dropped());
        stats = Collections.unmodifiableMap(fresh);
    }

    @Override
    public void payload(Payload owned) {
        if (handover == null) {
            owned.release();
        } else {
            handover.payload(owned);
        }
    }

    @Override
    public void closed(CloseReason reason) {
        if (handover != null) {
            handover.end();
        }
        long nowNs = reception.nowNs();
        refreshStats(nowNs);
        reception.closed(this, nowNs);
        log.info(
                "srt closed: stream={} remote={} reason={}{} received={} lost={} dropped={} retransmitted={} ms={}",
                streamId.stream(),
                remoteText,
                reason.text(),
                closeDetail,
                stats.get("pktRecvUniqueTotal"),
                stats.get("pktRcvLossTotal"),
                stats.get("pktRcvDropTotal"),
                stats.get("pktRcvRetransTotal"),
                stats.get("msTimeStamp"));
    }

    /** Ends the connection on the event loop. */
    void close(CloseReason reason, String detail, long nowNs) {
        cancelled = true;
        if (connection != null && connection.isOpen()) {
            closeDetail = detail.isEmpty() ? "" : " (" + detail + ")";
            connection.close(reason, nowNs);
        }
    }

    /** Says goodbye a second time, in case the first got lost. */
    void repeatShutdown(long nowNs) {
        if (connection != null) {
            connection.repeatShutdown(nowNs);
        }
    }

    /** True when it was disconnected before it was connected. */
    boolean isCancelled() {
        return cancelled;
    }

    /** Our socket id; 0 before the connection. */
    int localId() {
        return connection == null ? 0 : connection.settings().localId();
    }

    /** The caller's socket id. */
    int callerId() {
        return callerId;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public String protocol() {
        return "srt";
    }

    @Override
    public String remote() {
        return remoteText;
    }

    @Override
    public Map<String, Number> stats() {
        return stats;
    }

    @Override
    public void disconnect(String why) {
        reception.disconnect(this, why);
    }
}
