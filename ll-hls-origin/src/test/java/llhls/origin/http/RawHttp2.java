package llhls.origin.http;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** An HTTP/2 connection by hand (RFC 9113), with prior knowledge over clear text: opens and cancels streams at will. */
final class RawHttp2 implements AutoCloseable {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;
    private static final int CANCEL = 8;
    private static final int STATUS_200 = 0x88;
    private static final int TIMEOUT_MILLIS = 30_000;

    private final Socket socket = new Socket();
    private final DataOutputStream out;
    private final DataInputStream in;
    private int nextStream = 1;

    /** First header byte of each answered stream: 0x88 is the indexed ":status: 200". */
    final Map<Integer, Integer> firstHeaderBytes = new HashMap<>();

    final Map<Integer, ByteArrayOutputStream> bodies = new HashMap<>();
    private final Set<Integer> ended = new HashSet<>();

    /** RST_STREAM frames from the server. */
    int resets;

    RawHttp2(InetSocketAddress server) throws IOException {
        socket.connect(server, TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
        in = new DataInputStream(socket.getInputStream());
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, 0, new byte[0]);
        frame(WINDOW_UPDATE, 0, 0, new byte[] {0x7F, 0, 0, 0}); // never be the slow reader
        out.flush();
    }

    /** Sends a GET; returns its stream. */
    int get(String path) throws IOException {
        int stream = nextStream;
        nextStream += 2;
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x82); // :method GET
        block.write(0x86); // :scheme http
        literal(block, 0x04, path); // :path
        literal(block, 0x01, "localhost"); // :authority
        frame(HEADERS, END_STREAM | END_HEADERS, stream, block.toByteArray());
        out.flush();
        return stream;
    }

    void cancel(int stream) throws IOException {
        frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, CANCEL});
        out.flush();
    }

    /** Reads until all of {@code streams} have ended; throws when the server gives up the connection. */
    void readUntilEnded(Set<Integer> streams) throws IOException {
        while (!ended.containsAll(streams)) {
            readFrame();
        }
    }

    boolean isOk(int stream) {
        return firstHeaderBytes.getOrDefault(stream, 0) == STATUS_200;
    }

    String body(int stream) {
        return bodies.get(stream).toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void readFrame() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt() & Integer.MAX_VALUE;
        byte[] payload = in.readNBytes(length);
        switch (type) {
            case SETTINGS -> answer(SETTINGS, flags, payload.length == 0 ? payload : new byte[0]);
            case PING -> answer(PING, flags, payload);
            case GOAWAY -> throw new IOException("GOAWAY, error " + payload[7]);
            case RST_STREAM -> resets++;
            case HEADERS -> firstHeaderBytes.put(stream, payload[0] & 0xFF);
            case DATA ->
                bodies.computeIfAbsent(stream, s -> new ByteArrayOutputStream()).writeBytes(payload);
            default -> {} // WINDOW_UPDATE and what extensions add
        }
        if ((type == HEADERS || type == DATA) && (flags & END_STREAM) != 0) {
            ended.add(stream);
        }
    }

    private void answer(int type, int flags, byte[] payload) throws IOException {
        if ((flags & ACK) == 0) {
            frame(type, ACK, 0, payload);
            out.flush();
        }
    }

    private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        out.writeByte(payload.length >> 16);
        out.writeShort(payload.length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
        out.write(payload);
    }

    /** Literal without indexing, name from the static table (RFC 7541 §6.2.2). */
    private static void literal(ByteArrayOutputStream block, int name, String value) {
        block.write(name);
        block.write(value.length()); // below 127: one byte, no Huffman
        block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }
}
