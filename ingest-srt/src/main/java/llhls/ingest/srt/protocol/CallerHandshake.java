package llhls.ingest.srt.protocol;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import llhls.ingest.srt.packet.BareControlPacket;
import llhls.ingest.srt.packet.ControlType;
import llhls.ingest.srt.packet.HandshakeExtension;
import llhls.ingest.srt.packet.HandshakePacket;
import llhls.ingest.srt.packet.PacketView;
import llhls.ingest.srt.packet.PacketWriter;
import llhls.ingest.srt.packet.PeerIp;
import llhls.ingest.srt.packet.SrtOptions;
import llhls.ingest.srt.packet.SrtPacket;
import llhls.media.ByteString;
import llhls.media.MalformedMediaException;

/**
 * The caller's side of the handshake: induction, conclusion with the cookie, both repeated every 250 ms until there is an
 * answer or the time is over.
 *
 * <p>Thread: confined to the event loop.
 */
public final class CallerHandshake {

    private static final int VERSION_4 = 4;
    private static final int VERSION_5 = 5;
    private static final int LEGACY_DATAGRAM = 2;
    private static final int MSS = 1500;
    private static final long REPEAT_NS = 250_000_000;

    private final Call call;
    private final HandshakeOut out;
    private final Outcome outcome;
    private final PacketWriter writer = new PacketWriter();
    private final long startNs;
    private State state = State.INDUCTION_SENT;
    private int cookie;
    private long lastSentNs;

    private enum State {
        INDUCTION_SENT,
        CONCLUSION_SENT,
        FINISHED
    }

    /**
     * What to call, and how.
     *
     * @param socketId ours
     * @param initialSequence random, 0..0x7FFFFFFE
     * @param streamId empty sends none
     * @param latencyMs proposed for the listener's receive latency, and our own
     * @param flowWindow our receive buffer in packets
     * @param timeoutNs for the whole handshake
     * @param keys what the listener has to unlock; empty to send in the clear
     */
    public record Call(
            InetSocketAddress remote,
            int socketId,
            int initialSequence,
            String streamId,
            int latencyMs,
            int flowWindow,
            long timeoutNs,
            Optional<KeyMaterial> keys) {}

    /** How it ended; called once. */
    public interface Outcome {
        void connected(ConnectionSettings settings, long nowNs);

        /** The listener said no, with this code. */
        void rejected(int code);

        /** There was no usable answer. */
        void failed(String why);
    }

    public CallerHandshake(Call call, HandshakeOut out, Outcome outcome, long nowNs) {
        this.call = call;
        this.out = out;
        this.outcome = outcome;
        this.startNs = nowNs;
    }

    /** Sends the first induction. */
    public void start(long nowNs) {
        sendRequest(nowNs);
    }

    /** A packet to our id or to id 0 from the dialled address; the view is borrowed. */
    public void onPacket(PacketView packet, long nowNs) {
        if (state == State.FINISHED) {
            return;
        }
        if (!packet.isControl() || packet.controlType() != ControlType.HANDSHAKE) {
            onEarlyPacket(nowNs);
            return;
        }
        try {
            onHandshake(HandshakePacket.parse(packet), packet.timestamp32(), nowNs);
        } catch (MalformedMediaException e) {
            finish();
            outcome.failed("the server's handshake cannot be read: " + e.getMessage());
        }
    }

    /** The listener is connected already: its response was lost, ask for it again. */
    private void onEarlyPacket(long nowNs) {
        if (state == State.CONCLUSION_SENT) {
            sendRequest(nowNs);
        }
    }

    private void onHandshake(HandshakePacket answer, int timestamp32, long nowNs) throws MalformedMediaException {
        if (answer.isRejection()) {
            finish();
            outcome.rejected(answer.type());
        } else if (answer.type() == HandshakePacket.INDUCTION) {
            onInduction(answer, nowNs);
        } else if (answer.type() == HandshakePacket.CONCLUSION && state == State.CONCLUSION_SENT) {
            onConclusion(answer, timestamp32, nowNs);
        }
    }

    private void onInduction(HandshakePacket answer, long nowNs) {
        if (answer.version() != VERSION_5 || answer.extensionField() != HandshakePacket.MAGIC) {
            finish();
            outcome.failed(
                    "the server speaks SRT handshake version " + answer.version() + ", need 5 (SRT 1.3 or later)");
        } else if (state == State.INDUCTION_SENT || answer.cookie() != cookie) {
            cookie = answer.cookie();
            state = State.CONCLUSION_SENT;
            sendRequest(nowNs);
        }
    }

    private void onConclusion(HandshakePacket answer, int timestamp32, long nowNs) throws MalformedMediaException {
        Optional<HandshakeExtension> hsRsp = answer.extension(HandshakeExtension.HSRSP);
        if (hsRsp.isEmpty() || answer.initialSequence() != call.initialSequence()) {
            write(BareControlPacket.SHUTDOWN, answer.socketId(), nowNs);
            finish();
            outcome.failed("the server's handshake lacks its options or has another sequence number");
            return;
        }
        SrtOptions theirs = SrtOptions.parse(hsRsp.get());
        Optional<Rejection> refusal = keysRefusal(answer);
        if (refusal.isPresent()) {
            write(BareControlPacket.SHUTDOWN, answer.socketId(), nowNs);
            finish();
            outcome.rejected(refusal.get().code());
            return;
        }
        finish();
        outcome.connected(settings(answer, theirs, nowNs - (timestamp32 & 0xFFFF_FFFFL) * 1000), nowNs);
    }

    /** A listener that has our keys repeats them; one that took the call without says what is wrong, or nothing at all. */
    private Optional<Rejection> keysRefusal(HandshakePacket answer) {
        if (call.keys().isEmpty()) {
            return Optional.empty();
        }
        Optional<ByteString> response =
                answer.extension(HandshakeExtension.KMRSP).map(HandshakeExtension::content);
        if (response.isEmpty()) {
            return Optional.of(Rejection.UNSECURE);
        }
        boolean confirmed = response.get().equals(call.keys().get().encode());
        return confirmed
                ? Optional.empty()
                : KeyError.of(response.get()).map(KeyError::rejection).or(() -> Optional.of(Rejection.BAD_SECRET));
    }

    private ConnectionSettings settings(HandshakePacket answer, SrtOptions theirs, long peerStartNs) {
        return new ConnectionSettings(
                call.socketId(),
                answer.socketId(),
                call.initialSequence(),
                startNs,
                peerStartNs,
                theirs.sendLatencyMs(),
                theirs.receiveLatencyMs(),
                theirs.version(),
                theirs.flags(),
                answer.flowWindow());
    }

    /** About every 10 ms: repeats the request, gives up in the end. */
    public void onTimer(long nowNs) {
        if (state == State.FINISHED) {
            return;
        }
        if (nowNs - startNs >= call.timeoutNs()) {
            String reached = state == State.INDUCTION_SENT ? "no answer" : "no decision";
            finish();
            outcome.failed(reached + " from " + call.remote() + " within " + call.timeoutNs() / 1_000_000
                    + " ms: check address, port and firewall (UDP)");
        } else if (nowNs - lastSentNs >= REPEAT_NS) {
            sendRequest(nowNs);
        }
    }

    /** Gives up without an outcome. */
    public void cancel() {
        finish();
    }

    private void finish() {
        state = State.FINISHED;
    }

    private void sendRequest(long nowNs) {
        lastSentNs = nowNs;
        write(state == State.INDUCTION_SENT ? induction() : conclusion(), 0, nowNs);
    }

    private HandshakePacket induction() {
        return request(VERSION_4, LEGACY_DATAGRAM, HandshakePacket.INDUCTION, List.of());
    }

    private HandshakePacket conclusion() {
        List<HandshakeExtension> extensions = new ArrayList<>();
        SrtOptions ours =
                new SrtOptions(SrtOptions.OUR_VERSION, SrtOptions.OUR_FLAGS, call.latencyMs(), call.latencyMs());
        extensions.add(ours.toExtension(HandshakeExtension.HSREQ));
        int flags = HandshakeExtension.FLAG_HS;
        if (!call.streamId().isEmpty()) {
            extensions.add(HandshakeExtension.ofText(HandshakeExtension.SID, call.streamId()));
            flags |= HandshakeExtension.FLAG_CONFIG;
        }
        if (call.keys().isPresent()) {
            ByteString message = call.keys().get().encode();
            extensions.add(new HandshakeExtension(HandshakeExtension.KMREQ, message));
            flags |= HandshakeExtension.FLAG_KM;
        }
        return request(VERSION_5, flags, HandshakePacket.CONCLUSION, extensions);
    }

    private HandshakePacket request(int version, int field, int type, List<HandshakeExtension> extensions) {
        return new HandshakePacket(
                version,
                type == HandshakePacket.INDUCTION
                        ? 0
                        : call.keys().map(KeyMaterial::lengthField).orElse(0),
                field,
                call.initialSequence(),
                MSS,
                call.flowWindow(),
                type,
                call.socketId(),
                type == HandshakePacket.INDUCTION ? 0 : cookie,
                PeerIp.of(call.remote().getAddress()),
                extensions,
                false);
    }

    private void write(SrtPacket packet, int to, long nowNs) {
        packet.write(writer, new PacketWriter.Addressing((int) ((nowNs - startNs) / 1000), to));
        out.send(writer.bytes(), writer.length(), call.remote());
    }
}
