package llhls.origin.http;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import org.xnio.IoUtils;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * Notices when the client of a parked HTTP/1.1 request hangs up; Undertow reads nothing while an exchange is open, so it
 * would not until the answer is written. A client that half-closes after its request gets no answer.
 *
 * <p>Thread: the I/O thread of the exchange.
 */
final class HangUpWatcher {

    private HangUpWatcher() {}

    /** Call after parking. Undertow puts its own listener back when the exchange ends. */
    static void watch(HttpServerExchange exchange) {
        if (!(exchange.getConnection() instanceof HttpServerConnection connection)) {
            return; // HTTP/2 reads its connection anyway
        }
        if (connection.getExtraBytes() != null) {
            return; // the next request is here already
        }
        ConduitStreamSourceChannel in = connection.getChannel().getSourceChannel();
        in.setReadListener(channel -> read(connection, channel));
        in.resumeReads();
    }

    private static void read(HttpServerConnection connection, ConduitStreamSourceChannel in) {
        PooledByteBuffer pooled = connection.getByteBufferPool().allocate();
        boolean handedOver = false;
        try {
            int count = in.read(pooled.getBuffer());
            if (count < 0) {
                IoUtils.safeClose(connection);
            } else if (count > 0) {
                // a pipelined request: it waits its turn, and we stop listening
                pooled.getBuffer().flip();
                connection.ungetRequestBytes(pooled);
                handedOver = true;
                in.suspendReads();
            }
        } catch (IOException e) {
            IoUtils.safeClose(connection); // reset by the client
        } finally {
            if (!handedOver) {
                pooled.close();
            }
        }
    }
}
