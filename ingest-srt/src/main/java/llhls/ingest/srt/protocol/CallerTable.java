package llhls.ingest.srt.protocol;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import llhls.ingest.srt.packet.HandshakePacket;
import org.jspecify.annotations.Nullable;

/**
 * The callers a listener knows, by exact address and their socket id: undecided, connected, or remembered for three seconds
 * after a refusal or the end of their connection. Bounded.
 *
 * <p>Thread: confined to the event loop.
 */
final class CallerTable {

    private static final long REMEMBER_NS = 3_000_000_000L;
    private static final long ANSWER_INTERVAL_NS = 50_000_000;
    private static final int MAX_REMEMBERED = 4096;

    private final Map<Key, Known> known = new HashMap<>();
    private final Map<Key, Known> pending = new LinkedHashMap<>();
    private final Map<Key, Known> remembered = new LinkedHashMap<>();

    /** An exact source. */
    record Key(InetSocketAddress remote, int socketId) {
        static Key of(ConnectRequest request) {
            return new Key(request.remote(), request.handshake().socketId());
        }
    }

    @Nullable
    Known find(Key key) {
        return known.get(key);
    }

    int pending() {
        return pending.size();
    }

    int connected() {
        return known.size() - pending.size() - remembered.size();
    }

    int remembered() {
        return remembered.size();
    }

    void remove(Key key) {
        known.remove(key);
        pending.remove(key);
        remembered.remove(key);
    }

    void addPending(Key key, ConnectRequest request, long sentNs, long deadlineNs) {
        Known caller = new Known(request.handshake().initialSequence(), deadlineNs);
        caller.request = request;
        caller.sentNs = sentNs;
        known.put(key, caller);
        pending.put(key, caller);
    }

    void connect(Key key, ConnectionSettings settings, HandshakePacket response) {
        remove(key);
        Known caller = new Known(settings.initialSequence(), 0);
        caller.settings = settings;
        caller.answer = response;
        known.put(key, caller);
    }

    void refuse(Key key, int initialSequence, HandshakePacket answer, long nowNs) {
        remember(key, initialSequence, answer, nowNs);
    }

    void closed(Key key, int localId, long nowNs) {
        Known caller = known.get(key);
        if (caller != null && caller.isConnected() && caller.localId() == localId) {
            remember(key, caller.initialSequence, null, nowNs);
        }
    }

    private void remember(Key key, int initialSequence, @Nullable HandshakePacket answer, long nowNs) {
        remove(key);
        Known caller = new Known(initialSequence, nowNs + REMEMBER_NS);
        caller.answer = answer;
        caller.answered(nowNs);
        known.put(key, caller);
        remembered.put(key, caller);
        if (remembered.size() > MAX_REMEMBERED) {
            remove(remembered.keySet().iterator().next());
        }
    }

    /** Forgets what was remembered long enough; the oldest come first. */
    void forgetOld(long nowNs) {
        Iterator<Map.Entry<Key, Known>> oldest = remembered.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<Key, Known> entry = oldest.next();
            if (nowNs - entry.getValue().deadlineNs < 0) {
                return;
            }
            oldest.remove();
            known.remove(entry.getKey());
        }
    }

    /** Undecided requests whose time is over. */
    List<ConnectRequest> overdue(long nowNs) {
        if (pending.isEmpty()) {
            return List.of();
        }
        return pending.values().stream()
                .filter(k -> nowNs - k.deadlineNs >= 0)
                .flatMap(k -> Optional.ofNullable(k.request).stream())
                .toList();
    }

    /** One caller. */
    static final class Known {
        private final int initialSequence;
        private final long deadlineNs;
        private @Nullable ConnectRequest request;
        private @Nullable ConnectionSettings settings;
        private @Nullable HandshakePacket answer;
        private long sentNs;
        private long answeredNs;
        private boolean answered;

        private Known(int initialSequence, long deadlineNs) {
            this.initialSequence = initialSequence;
            this.deadlineNs = deadlineNs;
        }

        int initialSequence() {
            return initialSequence;
        }

        boolean isPending() {
            return request != null;
        }

        @SuppressWarnings("ReferenceEquality") // an equal request may be a later attempt: only this very one counts
        boolean isPending(ConnectRequest which) {
            return request == which;
        }

        boolean isConnected() {
            return settings != null;
        }

        /** Our socket id of a connected caller. */
        int localId() {
            return settings == null ? 0 : settings.localId();
        }

        /** When the caller's clock was zero: the repeat with the shortest way tells best. */
        long sentNs() {
            return sentNs;
        }

        void seenAgain(long repeatSentNs) {
            if (repeatSentNs - sentNs < 0) {
                sentNs = repeatSentNs;
            }
        }

        /** The answer to (re)send, at most every 50 ms; none while undecided. */
        Optional<HandshakePacket> answerAgain(long nowNs) {
            if (answer == null || (answered && nowNs - answeredNs < ANSWER_INTERVAL_NS)) {
                return Optional.empty();
            }
            answered(nowNs);
            return Optional.of(answer);
        }

        private void answered(long nowNs) {
            answered = true;
            answeredNs = nowNs;
        }

        /** The header timestamp of an answer sent now. */
        int timestamp32(long nowNs) {
            return settings == null ? 0 : (int) ((nowNs - settings.startNs()) / 1000);
        }
    }
}
