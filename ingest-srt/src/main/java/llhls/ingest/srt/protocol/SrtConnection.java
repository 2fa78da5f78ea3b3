package llhls.ingest.srt.protocol;

import java.util.Map;
import llhls.ingest.srt.packet.AckPacket;
import llhls.ingest.srt.packet.BareControlPacket;
import llhls.ingest.srt.packet.ControlType;
import llhls.ingest.srt.packet.DropReqPacket;
import llhls.ingest.srt.packet.KeyPacket;
import llhls.ingest.srt.packet.NakPacket;
import llhls.ingest.srt.packet.PacketView;
import llhls.ingest.srt.packet.SrtPacket;
import llhls.media.MalformedMediaException;
import org.jspecify.annotations.Nullable;

/**
 * An established connection, either role: sorts the peer's packets to its two halves, keeps the connection alive and notices
 * when it is over.
 *
 * <p>Thread: confined to the event loop. Packets must come from the peer's address; that is for the caller to check.
 */
public final class SrtConnection {

    private static final long KEEPALIVE_NS = 1_000_000_000;

    private final ConnectionSettings settings;
    private final ConnectionOptions options;
    private final ConnectionEvents events;
    private final ConnectionSecurity security;
    private final PacketOut out;
    private final Receiver receiver;
    private final Sender sender;
    private long lastReceivedNs;
    private long malformed;
    private long unknown;
    private @Nullable CloseReason closed;

    /** A connection in the clear. */
    public SrtConnection(
            ConnectionSettings settings,
            ConnectionOptions options,
            DatagramOut datagrams,
            ConnectionEvents events,
            long nowNs) {
        this(settings, ConnectionSecurity.NONE, options, datagrams, events, nowNs);
    }

    /** @param security owned: its keys are destroyed when the connection is closed */
    public SrtConnection(
            ConnectionSettings settings,
            ConnectionSecurity security,
            ConnectionOptions options,
            DatagramOut datagrams,
            ConnectionEvents events,
            long nowNs) {
        this.security = security;
        this.settings = settings;
        this.options = options;
        this.events = events;
        this.out = new PacketOut(datagrams, settings, nowNs);
        this.receiver = new Receiver(settings, options, new Receiver.Surroundings(out, events, security));
        this.sender = new Sender(settings, options, new Sender.Surroundings(out, receiver.rtt(), security.out()));
        this.lastReceivedNs = nowNs;
    }

    /** A packet to our id from the peer's address; the view is borrowed. */
    public void onPacket(PacketView packet, long nowNs) {
        if (closed != null) {
            return;
        }
        lastReceivedNs = nowNs;
        @Nullable CloseReason reason = packet.isControl() ? onControl(packet, nowNs) : receiver.onData(packet, nowNs);
        if (reason != null) {
            close(reason, nowNs);
        }
    }

    private @Nullable CloseReason onControl(PacketView packet, long nowNs) {
        switch (packet.controlType()) {
            case ControlType.ACKACK -> receiver.onAckAck(packet.info(), packet.timestamp32(), nowNs);
            case ControlType.KEEPALIVE -> receiver.onKeepAlive(packet.timestamp32(), nowNs);
            case ControlType.SHUTDOWN -> {
                return CloseReason.PEER_SHUTDOWN;
            }
            case ControlType.ACK, ControlType.NAK, ControlType.DROPREQ, ControlType.EXTENSION -> {
                return onParsed(packet, nowNs);
            }
            default -> unknown++;
        }
        return null;
    }

    private @Nullable CloseReason onParsed(PacketView packet, long nowNs) {
        try {
            SrtPacket parsed = SrtPacket.parse(packet);
            if (parsed instanceof AckPacket ack) {
                return sender.onAck(ack, nowNs);
            }
            if (parsed instanceof NakPacket nak) {
                return sender.onNak(nak.losses(), nowNs);
            }
            if (parsed instanceof DropReqPacket dropped) {
                receiver.onDropReq(dropped, nowNs);
                return null;
            }
            onExtension(parsed, nowNs);
        } catch (MalformedMediaException e) {
            malformed++;
        }
        return null;
    }

    private void onExtension(SrtPacket parsed, long nowNs) {
        if (parsed instanceof KeyPacket keys && keys.subtype() == KeyPacket.REQUEST && security.in() != null) {
            int highest = receiver.buffer().highest();
            security.in().onRequest(keys.message(), new Decryption.Occasion(out, highest, nowNs));
        } else if (parsed instanceof KeyPacket keys && security.out() != null) {
            security.out().onResponse(keys.message());
        } else {
            unknown++;
        }
    }

    /** What is due by time; to be called about every 10 ms. */
    public void onTimer(long nowNs) {
        if (closed != null) {
            return;
        }
        if (nowNs - lastReceivedNs >= options.idleTimeoutNs()) {
            close(CloseReason.IDLE, nowNs);
            return;
        }
        receiver.onTimer(nowNs);
        sender.onTimer(nowNs);
        if (nowNs - out.lastSentNs() >= KEEPALIVE_NS) {
            out.control(BareControlPacket.KEEPALIVE, nowNs);
        }
    }

    /**
     * Queues a copy of one message of 1..1456 bytes; it leaves with the next {@link #pump} that pace and window allow.
     *
     * @param originNs when the application handed it over
     * @return false when the connection is closed, its buffer is full, or the peer sends encrypted data: the key stream is one
     *     for both directions and must not be used twice
     */
    public boolean send(byte[] bytes, int offset, int length, long originNs, long nowNs) {
        return closed == null && security.maySend() && sender.send(bytes, offset, length, originNs, nowNs);
    }

    /** Sends what may be sent now. */
    public void pump(long nowNs) {
        if (closed == null) {
            sender.pump(nowNs);
        }
    }

    /** True while packets wait for their turn: pump again in about a millisecond. */
    public boolean hasBacklog() {
        return closed == null && sender.hasBacklog();
    }

    /** True when everything queued was acknowledged or given up. */
    public boolean isDrained() {
        return closed != null || sender.buffer().isEmpty();
    }

    /** Ends the connection: tells the peer where the reason says so, hands on what is left, then reports the end. */
    public void close(CloseReason reason, long nowNs) {
        if (closed != null) {
            return;
        }
        closed = reason;
        if (reason.sendsShutdown()) {
            out.control(BareControlPacket.SHUTDOWN, nowNs);
        }
        receiver.releaseRest();
        security.destroy();
        events.closed(reason);
    }

    /** Says goodbye once more: the first SHUTDOWN may have been lost. */
    public void repeatShutdown(long nowNs) {
        if (closed != null && closed.sendsShutdown()) {
            out.control(BareControlPacket.SHUTDOWN, nowNs);
        }
    }

    public boolean isOpen() {
        return closed == null;
    }

    public ConnectionSettings settings() {
        return settings;
    }

    /** Counters under libsrt's names, immutable. */
    public Map<String, Number> stats(long nowNs) {
        return ConnectionStats.of(this, nowNs);
    }

    ConnectionSecurity security() {
        return security;
    }

    Receiver receiver() {
        return receiver;
    }

    Sender sender() {
        return sender;
    }

    long malformed() {
        return malformed;
    }

    long unknown() {
        return unknown;
    }
}
