package llhls.origin.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** An HTTP/1.1 connection by hand, to send what clients do not, and to hang up when they would not. */
final class RawHttp implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 30_000;

    private final Socket socket = new Socket();
    private final InputStream in;

    RawHttp(InetSocketAddress server) throws IOException {
        socket.connect(server, TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Status and body of one answer. */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    record Answer(int status, String head, byte[] body) {}

    RawHttp get(String path) throws IOException {
        return write("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    RawHttp write(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** True when bytes wait to be read. */
    boolean hasAnswer() throws IOException {
        return in.available() > 0;
    }

    Answer read() throws IOException {
        String head = head();
        int length = head.lines()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).trim()))
                .findFirst()
                .orElse(0);
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("closed within the body");
        }
        return new Answer(Integer.parseInt(head.split(" ", 3)[1]), head, body);
    }

    /** True when the server closed the connection. */
    boolean isClosedByServer() throws IOException {
        return in.read() < 0;
    }

    /** Closes by RST rather than FIN. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("closed after: " + head.toString(StandardCharsets.ISO_8859_1));
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }
}
