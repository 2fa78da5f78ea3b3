package llhls.ingest.srt;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import llhls.ingest.srt.protocol.Rejection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line per refused caller, and per source and reason one in ten seconds: encoders that retry at once and forever must
 * not fill the log.
 *
 * <p>Thread: confined to the event loop.
 */
final class RefusalLog {

    private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);
    private static final long INTERVAL_NS = 10_000_000_000L;
    private static final int MAX_SOURCES = 1024;

    private final Map<Key, Told> told = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Told> eldest) {
            return size() > MAX_SOURCES;
        }
    };

    private record Key(InetAddress source, Rejection why) {}

    private static final class Told {
        private long loggedNs;
        private long silent;
    }

    /** Logs or counts; true when a line was written. */
    boolean refused(InetSocketAddress remote, Rejection why, String streamId, String detail, long nowNs) {
        Told before = told.get(new Key(remote.getAddress(), why));
        if (before != null && nowNs - before.loggedNs < INTERVAL_NS) {
            before.silent++;
            return false;
        }
        long repeats = before == null ? 0 : before.silent;
        Told fresh = new Told();
        fresh.loggedNs = nowNs;
        told.put(new Key(remote.getAddress(), why), fresh);
        log.info(
                "srt refused: id={} remote={}:{} code={} reason={} repeats={}{}",
                streamId.isEmpty() ? "(none)" : StreamId.masked(streamId),
                remote.getAddress().getHostAddress(),
                remote.getPort(),
                why.code(),
                detail,
                repeats,
                remedy(why));
        return true;
    }

    /** What the operator or the encoder's user can do about it. */
    static String remedy(Rejection why) {
        String text = switch (why) {
            case BAD_REQUEST -> "set the encoder's stream id, for example publish:live/shop1";
            case BAD_MODE -> "set m=publish in the stream id; players use HTTP";
            case UNSECURE -> "use one passphrase on both sides, srt-passphrase here, or none on both";
            case BAD_SECRET -> "the encoder's passphrase must be this server's srt-passphrase";
            case CRYPTO_MODE -> "set the encoder's cipher to AES-CTR, its default";
            case FILTER -> "remove the packet filter (FEC) from the encoder's SRT settings";
            case GROUP -> "switch bonding off in the encoder";
            case VERSION -> "update the encoder to SRT 1.3 or later";
            case MESSAGE_API, CONGESTION -> "set the encoder's SRT mode to live";
            case RESOURCE -> "raise srt-max-connections or stop unused encoders";
            case CONFLICT -> "stop the other encoder, or set publisher-conflict=takeover";
            default -> "";
        };
        return text.isEmpty() ? "" : " (" + text + ")";
    }
}
