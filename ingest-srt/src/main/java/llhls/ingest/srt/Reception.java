package llhls.ingest.srt;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import llhls.ingest.srt.packet.PacketView;
import llhls.ingest.srt.protocol.Acceptor;
import llhls.ingest.srt.protocol.CloseReason;
import llhls.ingest.srt.protocol.ConnectRequest;
import llhls.ingest.srt.protocol.ConnectionSecurity;
import llhls.ingest.srt.protocol.ConnectionSettings;
import llhls.ingest.srt.protocol.Decryption;
import llhls.ingest.srt.protocol.KeyMaterial;
import llhls.ingest.srt.protocol.KeyUnlocker;
import llhls.ingest.srt.protocol.ListenerHandshake;
import llhls.ingest.srt.protocol.ListenerPolicy;
import llhls.ingest.srt.protocol.Rejection;
import llhls.ingest.srt.protocol.SocketIds;
import llhls.ingest.srt.protocol.UnlockedKeys;
import llhls.media.MalformedMediaException;
import llhls.media.PublishGate;
import org.jspecify.annotations.Nullable;

/**
 * Receives callers: reads their stream id, asks the gate, and keeps the publishers that were let in.
 *
 * <p>Thread: the event loop, except {@link #disconnect} and {@link #counters}.
 */
final class Reception implements Acceptor, SrtEndpoint.Handshakes {

    private static final int SECRET_BYTES = 32;
    private static final long COUNTERS_INTERVAL_NS = 1_000_000_000;

    private final SrtPublisher.Means means;
    private final PublishGate gate;
    private final ListenerHandshake handshake;
    private final SocketIds ids;
    private final RefusalLog refusals = new RefusalLog();
    private final IdentityHashMap<ConnectRequest, Asking> asking = new IdentityHashMap<>();
    private final Map<Integer, SrtPublisher> publishers = new HashMap<>();
    private long nextCountersNs;
    private volatile Map<String, Number> counters = Map.of(); // written by the event loop, read by any

    /** A request on its way through the gate. */
    private static final class Asking {
        private final SrtPublisher publisher;
        private PublishGate.@Nullable Accepted accepted;
        private @Nullable UnlockedKeys keys;

        private Asking(SrtPublisher publisher) {
            this.publisher = publisher;
        }

        /** Hands the keys over to the connection. */
        private ConnectionSecurity takeSecurity(KeyUnlocker unlocker) {
            if (keys == null) {
                return ConnectionSecurity.NONE;
            }
            Decryption decryption = new Decryption(keys, unlocker);
            keys = null;
            return ConnectionSecurity.receiving(decryption);
        }

        private void forget() {
            if (keys != null) {
                keys.destroy();
                keys = null;
            }
        }
    }

    Reception(ListenerPolicy policy, SrtPublisher.Means means, PublishGate gate) {
        this.means = means;
        this.gate = gate;
        SecureRandom random = new SecureRandom();
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        this.ids = new SocketIds(random);
        this.handshake = new ListenerHandshake(policy, secret, this, means.endpoint()::send);
        this.nextCountersNs = nowNs();
    }

    @Override
    public void onPacket(PacketView packet, InetSocketAddress from, long nowNs) {
        handshake.onPacket(packet, from, nowNs);
    }

    @Override
    public void onTimer(long nowNs) {
        handshake.onTimer(nowNs);
        if (nowNs - nextCountersNs >= 0) {
            nextCountersNs = nowNs + COUNTERS_INTERVAL_NS;
            Map<String, Number> fresh = new LinkedHashMap<>(handshake.counters());
            fresh.put("connections", publishers.size());
            counters = fresh;
        }
    }

    /** Handshake counters, about a second old. Thread: any. */
    Map<String, Number> counters() {
        return counters;
    }

    @Override
    public void requested(ConnectRequest request, long nowNs) {
        StreamId id;
        try {
            id = StreamId.parse(request.streamId());
        } catch (MalformedMediaException e) {
            handshake.reject(request, Rejection.BAD_REQUEST, String.valueOf(e.getMessage()), nowNs);
            return;
        }
        if (!id.isLiveStream()) {
            handshake.reject(request, Rejection.NOT_SUPPORTED_MEDIA, Rejection.NOT_SUPPORTED_MEDIA.text(), nowNs);
        } else if (id.mode() != StreamId.Mode.PUBLISH) {
            handshake.reject(request, Rejection.BAD_MODE, Rejection.BAD_MODE.text(), nowNs);
        } else {
            SrtPublisher publisher = new SrtPublisher(id, request, this);
            asking.put(request, new Asking(publisher));
            request.keys().ifPresentOrElse(k -> unlock(k, id, request), () -> ask(id, publisher, request));
        }
    }

    /** The passphrase comes before the gate: who does not know it must not take a stream from anybody. */
    private void unlock(KeyMaterial material, StreamId id, ConnectRequest request) {
        if (!means.unlocker().unlock(material, keys -> unlocked(keys, id, request))) {
            asking.remove(request);
            handshake.reject(request, Rejection.RESOURCE, "too many encrypted callers at once", nowNs());
        }
    }

    private void unlocked(Optional<UnlockedKeys> keys, StreamId id, ConnectRequest request) {
        Asking asked = asking.get(request);
        if (asked == null) { // refused meanwhile, for lateness or because the server stops
            keys.ifPresent(UnlockedKeys::destroy);
        } else if (keys.isEmpty()) {
            asking.remove(request);
            handshake.reject(request, Rejection.BAD_SECRET, Rejection.BAD_SECRET.text(), nowNs());
        } else {
            asked.keys = keys.get();
            ask(id, asked.publisher, request);
        }
    }

    private void ask(StreamId id, SrtPublisher publisher, ConnectRequest request) {
        gate.open(new PublishGate.Request(id.stream(), publisher, id.user(), id.secret()))
                .whenComplete((decision, failure) ->
                        means.endpoint().execute(() -> decided(request, failure == null ? decision : null)));
    }

    private void decided(ConnectRequest request, PublishGate.@Nullable Decision decision) {
        long nowNs = nowNs();
        Asking asked = asking.get(request);
        if (decision instanceof PublishGate.Accepted accepted) {
            admit(request, asked, accepted, nowNs);
        } else if (decision instanceof PublishGate.Refused refused) {
            handshake.reject(request, rejection(refused.reason()), refused.message(), nowNs);
        } else {
            handshake.reject(request, Rejection.SERVER_ERROR, "the gate failed", nowNs);
        }
        forget(request);
    }

    private void forget(ConnectRequest request) {
        Asking asked = asking.remove(request);
        if (asked != null) {
            asked.forget();
        }
    }

    /** Lets the caller in; the stream is given back when the caller is gone, or was refused for lateness. */
    private void admit(ConnectRequest request, @Nullable Asking asked, PublishGate.Accepted accepted, long nowNs) {
        if (asked != null && !asked.publisher.isCancelled()) {
            asked.accepted = accepted;
        } else {
            handshake.reject(request, Rejection.CONFLICT, "taken over while connecting", nowNs);
        }
        if (!handshake.accept(request, nowNs)) {
            accepted.thread().execute(accepted.sink()::end);
        }
    }

    @Override
    public void expired(ConnectRequest request) {
        forget(request);
    }

    @Override
    public int newSocketId(long nowNs) {
        return ids.take(nowNs);
    }

    @Override
    public void accepted(ConnectRequest request, ConnectionSettings settings, long nowNs) {
        Asking asked = asking.get(request);
        if (asked == null || asked.accepted == null) {
            throw new IllegalStateException("accepted without a decision");
        }
        publishers.put(settings.localId(), asked.publisher);
        SrtPublisher.Admission admission =
                new SrtPublisher.Admission(asked.accepted, asked.takeSecurity(means.unlocker()));
        asked.publisher.connected(settings, admission, means, nowNs);
    }

    @Override
    public void replaced(int localId, long nowNs) {
        SrtPublisher old = publishers.get(localId);
        if (old != null) {
            old.close(CloseReason.REPLACED, "", nowNs);
        }
    }

    @Override
    public void refused(InetSocketAddress remote, Rejection why, String streamId, String detail) {
        refusals.refused(remote, why, streamId, detail, nowNs());
    }

    /** A publisher's connection is over. */
    void closed(SrtPublisher publisher, long nowNs) {
        int localId = publisher.localId();
        publishers.remove(localId);
        means.endpoint().unregister(localId);
        ids.retire(localId, nowNs);
        handshake.closed(publisher.remoteAddress(), publisher.callerId(), localId, nowNs);
    }

    /** Thread: any. */
    void disconnect(SrtPublisher publisher, String why) {
        means.endpoint().execute(() -> publisher.close(CloseReason.LOCAL, why, nowNs()));
    }

    /** Refuses everybody from now on and closes every connection; returns those that were told. */
    List<SrtPublisher> closeAll() {
        long nowNs = nowNs();
        handshake.startClosing();
        List.copyOf(asking.keySet())
                .forEach(r -> handshake.reject(r, Rejection.CLOSING, Rejection.CLOSING.text(), nowNs));
        List.copyOf(asking.keySet()).forEach(this::forget);
        List<SrtPublisher> told = new ArrayList<>(publishers.values());
        told.forEach(p -> p.close(CloseReason.LOCAL, "the server is shutting down", nowNs));
        return told;
    }

    long nowNs() {
        return means.clock().nanoTime();
    }

    private static Rejection rejection(PublishGate.Reason reason) {
        return switch (reason) {
            case BAD_REQUEST -> Rejection.BAD_REQUEST;
            case UNAUTHORIZED -> Rejection.UNAUTHORIZED;
            case FORBIDDEN -> Rejection.FORBIDDEN;
            case ALREADY_PUBLISHING -> Rejection.CONFLICT;
            case OVERLOADED -> Rejection.OVERLOAD;
            case SHUTTING_DOWN -> Rejection.DOWN;
        };
    }
}
