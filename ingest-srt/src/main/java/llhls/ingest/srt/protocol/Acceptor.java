package llhls.ingest.srt.protocol;

import java.net.InetSocketAddress;

/** Decides about callers and owns the connections, seen from {@link ListenerHandshake}. Thread: the event loop. */
public interface Acceptor {

    /** Decide, later rather than now, through {@link ListenerHandshake#accept} or {@link ListenerHandshake#reject}. */
    void requested(ConnectRequest request, long nowNs);

    /** The decision about this request did not come in time; it was refused. */
    void expired(ConnectRequest request);

    /** A socket id nobody uses or used lately. */
    int newSocketId(long nowNs);

    /** An accepted request became a connection: packets for it may arrive from here on. */
    void accepted(ConnectRequest request, ConnectionSettings settings, long nowNs);

    /** The process behind this connection was restarted: end it without a word to the peer. */
    void replaced(int localId, long nowNs);

    /** A caller was refused; for the log. */
    void refused(InetSocketAddress remote, Rejection why, String streamId, String detail);
}
