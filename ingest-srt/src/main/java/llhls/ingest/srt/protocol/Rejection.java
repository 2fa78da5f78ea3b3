package llhls.ingest.srt.protocol;

import java.util.Arrays;
import java.util.Optional;

/** Reasons to refuse a connection, with their codes on the wire. */
public enum Rejection {
    UNKNOWN(1000, "no reason given"),
    SYSTEM(1001, "a system call failed"),
    PEER(1002, "refused"),
    RESOURCE(1003, "connection limit reached"),
    ROGUE(1004, "malformed handshake"),
    BACKLOG(1005, "too many connection requests at once"),
    INTERNAL(1006, "internal error"),
    CLOSING(1007, "the server is shutting down"),
    VERSION(1008, "SRT version not supported"),
    RENDEZVOUS_COOKIE(1009, "rendezvous cookies collide"),
    BAD_SECRET(1010, "wrong passphrase"),
    UNSECURE(1011, "only one side uses encryption"),
    MESSAGE_API(1012, "file or stream mode is not supported, use live mode"),
    CONGESTION(1013, "congestion control is not 'live'"),
    FILTER(1014, "packet filter (FEC) is not supported"),
    GROUP(1015, "bonding is not supported"),
    TIMEOUT(1016, "timed out"),
    CRYPTO_MODE(1017, "cipher mode is not supported"),
    FALLBACK(2000, "refused by the application"),
    KEY_NOT_SUPPORTED(2001, "unknown key in the stream id"),
    FILE_PATH(2002, "bad path in the stream id"),
    HOST_NOT_FOUND(2003, "unknown host in the stream id"),
    BAD_REQUEST(2400, "the stream id cannot be read"),
    UNAUTHORIZED(2401, "wrong or missing stream key"),
    OVERLOAD(2402, "the server is overloaded"),
    FORBIDDEN(2403, "publishing this stream is forbidden"),
    NOT_FOUND(2404, "no such stream"),
    BAD_MODE(2405, "mode not supported, only publishing is"),
    UNACCEPTABLE(2406, "the connection parameters cannot be satisfied"),
    CONFLICT(2409, "the stream is already being published"),
    NOT_SUPPORTED_MEDIA(2415, "only live streams are supported"),
    LOCKED(2423, "the stream is locked"),
    FAILED_DEPENDENCY(2424, "unknown session"),
    SERVER_ERROR(2500, "internal server error"),
    NOT_IMPLEMENTED(2501, "not implemented"),
    GATEWAY(2502, "the server behind it failed"),
    DOWN(2503, "the service is down or did not decide in time"),
    APP_VERSION(2505, "version not supported"),
    NO_ROOM(2507, "no storage left");

    private static final int USER_DEFINED = 3000;

    private final int code;
    private final String text;

    Rejection(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** The handshake type that says so. */
    public int code() {
        return code;
    }

    /** For people. */
    public String text() {
        return text;
    }

    public static Optional<Rejection> of(int code) {
        return Arrays.stream(values()).filter(r -> r.code == code).findFirst();
    }

    /** For people, any code: {@code the stream is already being published (2409)}. */
    public static String describe(int code) {
        String known = code >= USER_DEFINED ? "the server's own reason" : "unknown reason";
        return of(code).map(Rejection::text).orElse(known) + " (" + code + ")";
    }
}
