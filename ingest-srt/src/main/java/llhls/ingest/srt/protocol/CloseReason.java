package llhls.ingest.srt.protocol;

/** Why a connection ended, and whether the peer is told. */
public enum CloseReason {
    PEER_SHUTDOWN("closed by the peer", false),
    IDLE("peer silent for the idle timeout", true),
    LOCAL("closed here", true),
    /** A new process uses the same address and socket id: a SHUTDOWN would reach that one. */
    REPLACED("replaced by a new connection from the same socket", false),
    SEQUENCE_JUMP("sequence numbers jumped by more than the receive buffer", true),
    PROTOCOL_VIOLATION("the peer acknowledged or asked for packets that were never sent", true);

    private final String text;
    private final boolean sendsShutdown;

    CloseReason(String text, boolean sendsShutdown) {
        this.text = text;
        this.sendsShutdown = sendsShutdown;
    }

    /** For people. */
    public String text() {
        return text;
    }

    boolean sendsShutdown() {
        return sendsShutdown;
    }
}
