package llhls.ingest.srt.protocol;

import java.net.InetSocketAddress;

/** Where handshakes leave, to any address. */
public interface HandshakeOut {

    /** Sends the first {@code length} bytes; they are borrowed until this returns. */
    void send(byte[] bytes, int length, InetSocketAddress to);
}
