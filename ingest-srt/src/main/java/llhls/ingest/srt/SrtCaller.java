package llhls.ingest.srt;

import java.net.InetSocketAddress;
import java.util.Map;
import llhls.media.time.Clock;

/** Publishes to a remote SRT listener. Thread: {@link #send} from one thread, the rest from any. */
public final class SrtCaller implements AutoCloseable {

    private SrtCaller() {}

    /** Connects; blocks at most the configured timeout. */
    @SuppressWarnings({"UnusedVariable", "DoNotCallSuggester"}) // filled in by the next commits
    public static SrtCaller connect(InetSocketAddress remote, SrtCallerConfig config, Clock clock) throws SrtException {
        throw new SrtException("not implemented yet", 0);
    }

    /** Queues a copy, cut into messages of up to 1316 bytes; dropped and counted when the connection is closed or stuck. */
    @SuppressWarnings({"UnusedVariable", "DoNotCallSuggester"}) // filled in by the next commits
    public void send(byte[] bytes, int offset, int length) {}

    public boolean isOpen() {
        return false;
    }

    /** Why the connection ended; empty while it is open. */
    public String closeReason() {
        return "";
    }

    /** Snapshot of the counters, under libsrt's names. */
    public Map<String, Number> stats() {
        return Map.of();
    }

    /** Sends what is queued, at most for a second, says goodbye and closes the socket. */
    @Override
    public void close() {}
}
