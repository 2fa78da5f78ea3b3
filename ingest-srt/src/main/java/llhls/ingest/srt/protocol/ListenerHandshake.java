package llhls.ingest.srt.protocol;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import llhls.media.MalformedMediaException;

/**
 * The listener's side of the handshake: answers inductions without keeping anything, checks conclusions, asks the
 * {@link Acceptor}, and answers repeated conclusions the way it answered the first.
 *
 * <p>Thread: confined to the event loop.
 */
public final class ListenerHandshake {

    private static final int MIN_HANDSHAKE_BYTES = 48;
    private static final int VERSION_4 = 4;
    private static final int VERSION_5 = 5;
    private static final int MAX_MSS = 1500;
    private static final int INDUCTIONS_PER_SECOND = 2000;
    private static final int INDUCTIONS_PER_SOURCE = 20;
    private static final int CONCLUSIONS_PER_SECOND = 200;
    private static final int CONCLUSIONS_PER_SOURCE = 5;
    private static final int SOURCE_BURST = 64;
    private static final int SEED_BYTES = 4;

    private final ListenerPolicy policy;
    private final Acceptor acceptor;
    private final HandshakeOut out;
    private final Cookies cookies;
    private final RateLimit inductions = new RateLimit(INDUCTIONS_PER_SECOND, INDUCTIONS_PER_SECOND / 4);
    private final RateLimit conclusions = new RateLimit(CONCLUSIONS_PER_SECOND, CONCLUSIONS_PER_SECOND);
    private final SourceLimits inductionsBySource;
    private final SourceLimits conclusionsBySource;
    private final ListenerCounters counters = new ListenerCounters();
    private final CallerTable callers = new CallerTable();
    private final PacketWriter writer = new PacketWriter();
    private boolean closing;

    /** @param secret random bytes for cookies, at least 32 */
    public ListenerHandshake(ListenerPolicy policy, byte[] secret, Acceptor acceptor, HandshakeOut out) {
        this.policy = policy;
        this.acceptor = acceptor;
        this.out = out;
        this.cookies = new Cookies(secret);
        int seed =
                secret[0] << 24 | (secret[1] & 0xFF) << 16 | (secret[2] & 0xFF) << 8 | (secret[SEED_BYTES - 1] & 0xFF);
        this.inductionsBySource = new SourceLimits(INDUCTIONS_PER_SOURCE, SOURCE_BURST, seed);
        this.conclusionsBySource = new SourceLimits(CONCLUSIONS_PER_SOURCE, SOURCE_BURST, ~seed);
    }

    /** A packet with destination id 0; the view is borrowed. */
    public void onPacket(PacketView packet, InetSocketAddress from, long nowNs) {
        boolean handshake = packet.isControl()
                && packet.controlType() == ControlType.HANDSHAKE
                && packet.bodyLength() >= MIN_HANDSHAKE_BYTES;
        if (!handshake) {
            counters.malformed++;
            return;
        }
        switch (packet.bodyWord(5)) {
            case HandshakePacket.INDUCTION -> onInduction(packet, from, nowNs);
            case HandshakePacket.CONCLUSION -> onConclusion(packet, from, nowNs);
            default -> counters.malformed++;
        }
    }

    /** Exactly 64 bytes back, never more than came in, and nothing is kept. */
    private void onInduction(PacketView packet, InetSocketAddress from, long nowNs) {
        counters.inductions++;
        if (!inductionsBySource.allows(from.getAddress(), nowNs) || !inductions.allows(nowNs)) {
            counters.rateLimited++;
            return;
        }
        parse(packet).ifPresent(request -> {
            int cookie = cookies.cookie(from, policy.localPort(), nowNs);
            send(inductionResponse(request, cookie, from), request.socketId(), (int) (nowNs / 1000), from);
        });
    }

    private static HandshakePacket inductionResponse(HandshakePacket request, int cookie, InetSocketAddress from) {
        return new HandshakePacket(
                VERSION_5,
                0,
                HandshakePacket.MAGIC,
                request.initialSequence(),
                request.mss(),
                request.flowWindow(),
                HandshakePacket.INDUCTION,
                request.socketId(),
                cookie,
                PeerIp.of(from.getAddress()),
                List.of(),
                false);
    }

    private void onConclusion(PacketView packet, InetSocketAddress from, long nowNs) {
        if (!cookies.matches(packet.bodyWord(7), from, policy.localPort(), nowNs)) {
            counters.badCookies++;
            return;
        }
        Optional<HandshakePacket> parsed = parse(packet);
        if (parsed.isEmpty()) {
            return;
        }
        HandshakePacket request = parsed.get();
        CallerTable.Key key = new CallerTable.Key(from, request.socketId());
        long sentNs = nowNs - (packet.timestamp32() & 0xFFFF_FFFFL) * 1000;
        if (!isRepeat(key, request, sentNs, nowNs)) {
            conclude(key, request, sentNs, nowNs);
        }
    }

    /** True when this caller's request was seen before; then it got the answer it got before, if any. */
    private boolean isRepeat(CallerTable.Key key, HandshakePacket request, long sentNs, long nowNs) {
        CallerTable.Known known = callers.find(key);
        if (known == null) {
            return false;
        }
        if (known.initialSequence() != request.initialSequence() && !known.isPending()) {
            if (known.isConnected()) {
                acceptor.replaced(known.localId(), nowNs);
            }
            callers.remove(key);
            return false;
        }
        counters.repeats++;
        known.seenAgain(sentNs);
        known.answerAgain(nowNs)
                .ifPresent(again -> send(again, key.socketId(), known.timestamp32(nowNs), key.remote()));
        return true;
    }

    private void conclude(CallerTable.Key key, HandshakePacket request, long sentNs, long nowNs) {
        if (!conclusionsBySource.allows(key.remote().getAddress(), nowNs) || !conclusions.allows(nowNs)) {
            counters.rateLimited++;
            return;
        }
        if (request.version() == VERSION_4) {
            refuseVersion4(key);
            return;
        }
        Optional<Rejection> refusal = refusal(request);
        if (refusal.isPresent()) {
            refuse(key, request, refusal.get(), nowNs);
            acceptor.refused(key.remote(), refusal.get(), streamId(request), detail(refusal.get()));
        } else if (callers.pending() >= policy.maxUndecided()) {
            counters.rateLimited++;
        } else {
            ask(key, request, sentNs, nowNs);
        }
    }

    private String detail(Rejection why) {
        if (why != Rejection.UNSECURE) {
            return why.text();
        }
        return policy.passphrase().isSet()
                ? "the encoder sends no passphrase, this server wants one"
                : "the encoder uses a passphrase, this server has none";
    }

    private Optional<Rejection> refusal(HandshakePacket request) {
        if (closing) {
            return Optional.of(Rejection.CLOSING);
        }
        Optional<Rejection> protocol =
                ConclusionCheck.refusal(request, policy.passphrase().isSet());
        boolean full = callers.connected() + callers.pending() >= policy.maxConnections();
        return protocol.isEmpty() && full ? Optional.of(Rejection.RESOURCE) : protocol;
    }

    private void ask(CallerTable.Key key, HandshakePacket handshake, long sentNs, long nowNs) {
        ConnectRequest request = new ConnectRequest(
                key.remote(), handshake, options(handshake), streamId(handshake), keyMaterial(handshake));
        callers.addPending(key, request, sentNs, nowNs + policy.decisionTimeoutNs());
        acceptor.requested(request, nowNs);
    }

    /** The decision was yes; false when it came too late and the caller was refused already. */
    public boolean accept(ConnectRequest request, long nowNs) {
        CallerTable.Key key = CallerTable.Key.of(request);
        CallerTable.Known known = callers.find(key);
        if (known == null || !known.isPending(request)) {
            return false;
        }
        ConnectionSettings settings = settings(request, acceptor.newSocketId(nowNs), known.sentNs(), nowNs);
        HandshakePacket response = response(request, settings);
        callers.connect(key, settings, response);
        counters.accepted++;
        acceptor.accepted(request, settings, nowNs); // registers the id: data may follow the response at once
        known = callers.find(key);
        if (known != null) {
            known.answerAgain(nowNs).ifPresent(first -> send(first, key.socketId(), 0, key.remote()));
        }
        return true;
    }

    /** The decision was no; {@code detail} is for the log. */
    public void reject(ConnectRequest request, Rejection why, String detail, long nowNs) {
        CallerTable.Key key = CallerTable.Key.of(request);
        CallerTable.Known known = callers.find(key);
        if (known != null && known.isPending(request)) {
            refuse(key, request.handshake(), why, nowNs);
            acceptor.refused(key.remote(), why, request.streamId(), detail);
        }
    }

    /** The connection is over: late repeats of its conclusion must not open it again. */
    public void closed(InetSocketAddress remote, int callerId, int localId, long nowNs) {
        callers.closed(new CallerTable.Key(remote, callerId), localId, nowNs);
    }

    /** From now on everybody is refused. */
    public void startClosing() {
        closing = true;
    }

    /** About every 10 ms: requests nobody decided in time are refused. */
    public void onTimer(long nowNs) {
        callers.forgetOld(nowNs);
        for (ConnectRequest request : callers.overdue(nowNs)) {
            reject(request, Rejection.DOWN, "no decision in time", nowNs);
            acceptor.expired(request);
        }
    }

    /** Counters since the start. */
    public Map<String, Number> counters() {
        return counters.snapshot(callers.pending());
    }

    /** Refused or closed callers that are remembered. */
    int remembered() {
        return callers.remembered();
    }

    private void refuse(CallerTable.Key key, HandshakePacket request, Rejection why, long nowNs) {
        HandshakePacket answer = request.rejected(why.code());
        callers.refuse(key, request.initialSequence(), answer, nowNs);
        counters.refused(why);
        send(answer, key.socketId(), 0, key.remote());
    }

    /** Old callers do not understand codes. */
    private void refuseVersion4(CallerTable.Key key) {
        counters.handshakeV4++;
        write(BareControlPacket.SHUTDOWN, key.socketId(), 0, key.remote());
        acceptor.refused(
                key.remote(),
                Rejection.VERSION,
                "",
                "the caller speaks handshake version 4 (SRT 1.0 to 1.2): update it");
    }

    private ConnectionSettings settings(ConnectRequest request, int localId, long peerStartNs, long nowNs) {
        SrtOptions theirs = request.options();
        int proposed = theirs.has(SrtOptions.TSBPDSND) ? theirs.sendLatencyMs() : 0;
        return new ConnectionSettings(
                localId,
                request.handshake().socketId(),
                request.handshake().initialSequence(),
                nowNs,
                peerStartNs,
                Math.max(policy.latencyMs(), proposed),
                theirs.receiveLatencyMs(),
                theirs.version(),
                theirs.flags(),
                request.handshake().flowWindow());
    }

    private HandshakePacket response(ConnectRequest request, ConnectionSettings settings) {
        HandshakePacket theirs = request.handshake();
        boolean repeats = request.options().has(SrtOptions.REXMITFLG);
        int flags = repeats ? SrtOptions.OUR_FLAGS : SrtOptions.OUR_FLAGS & ~SrtOptions.REXMITFLG;
        SrtOptions ours =
                new SrtOptions(SrtOptions.OUR_VERSION, flags, settings.receiveLatencyMs(), settings.peerLatencyMs());
        List<HandshakeExtension> extensions = new ArrayList<>();
        extensions.add(ours.toExtension(HandshakeExtension.HSRSP));
        // a key material message is confirmed with its very bytes
        theirs.extension(HandshakeExtension.KMREQ)
                .ifPresent(e -> extensions.add(new HandshakeExtension(HandshakeExtension.KMRSP, e.content())));
        return new HandshakePacket(
                VERSION_5,
                request.keys().map(KeyMaterial::lengthField).orElse(0),
                HandshakeExtension.FLAG_HS | (extensions.size() > 1 ? HandshakeExtension.FLAG_KM : 0),
                theirs.initialSequence(),
                Math.min(MAX_MSS, theirs.mss()),
                policy.flowWindow(),
                HandshakePacket.CONCLUSION,
                settings.localId(),
                theirs.cookie(),
                PeerIp.of(request.remote().getAddress()),
                extensions,
                false);
    }

    private Optional<HandshakePacket> parse(PacketView packet) {
        try {
            return Optional.of(HandshakePacket.parse(packet));
        } catch (MalformedMediaException e) {
            counters.malformed++;
            return Optional.empty();
        }
    }

    private static SrtOptions options(HandshakePacket checked) {
        try {
            return SrtOptions.parse(checked.extension(HandshakeExtension.HSREQ).orElseThrow());
        } catch (MalformedMediaException e) {
            throw new IllegalStateException("checked before", e);
        }
    }

    private static Optional<KeyMaterial> keyMaterial(HandshakePacket checked) {
        try {
            Optional<HandshakeExtension> request = checked.extension(HandshakeExtension.KMREQ);
            return request.isEmpty()
                    ? Optional.empty()
                    : Optional.of(KeyMaterial.parse(request.get().content()));
        } catch (MalformedMediaException e) {
            throw new IllegalStateException("checked before", e);
        }
    }

    private static String streamId(HandshakePacket handshake) {
        return handshake
                .extension(HandshakeExtension.SID)
                .map(HandshakeExtension::text)
                .orElse("");
    }

    private void send(HandshakePacket packet, int to, int timestamp32, InetSocketAddress address) {
        write(packet, to, timestamp32, address);
    }

    private void write(SrtPacket packet, int to, int timestamp32, InetSocketAddress address) {
        packet.write(writer, new PacketWriter.Addressing(timestamp32, to));
        out.send(writer.bytes(), writer.length(), address);
    }
}
