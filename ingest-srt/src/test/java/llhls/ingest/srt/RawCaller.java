package llhls.ingest.srt;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import llhls.ingest.srt.packet.ControlType;
import llhls.ingest.srt.packet.HandshakeExtension;
import llhls.ingest.srt.packet.HandshakePacket;
import llhls.ingest.srt.packet.PacketView;
import llhls.ingest.srt.packet.PacketWriter;
import llhls.ingest.srt.packet.PeerIp;
import llhls.ingest.srt.packet.SrtOptions;

/** A caller made by hand on a plain socket, for what a well-behaved one never does. */
final class RawCaller implements AutoCloseable {

    private static final int SOCKET_ID = 4711;
    private static final int PATIENCE_MS = 30_000;

    private final DatagramSocket socket;
    private final InetSocketAddress server;
    private final PacketWriter writer = new PacketWriter();
    private final PacketView view = new PacketView();
    private int isn = 100;
    private int shutdowns;
    private int peerId;

    RawCaller(InetSocketAddress server) throws IOException {
        this.server = server;
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(PATIENCE_MS);
    }

    /** The process starts anew, with the same socket and id. */
    void restart() {
        isn += 1000;
    }

    /** Runs the handshake; the listener's socket id. */
    int connect(String streamId) throws IOException {
        HandshakePacket induction = exchange(handshake(4, 2, HandshakePacket.INDUCTION, 0, List.of()));
        SrtOptions options = new SrtOptions(SrtOptions.OUR_VERSION, SrtOptions.OUR_FLAGS, 120, 120);
        HandshakePacket conclusion = exchange(handshake(
                5,
                HandshakeExtension.FLAG_HS | HandshakeExtension.FLAG_CONFIG,
                HandshakePacket.CONCLUSION,
                induction.cookie(),
                List.of(
                        options.toExtension(HandshakeExtension.HSREQ),
                        HandshakeExtension.ofText(HandshakeExtension.SID, streamId))));
        peerId = conclusion.socketId();
        return peerId;
    }

    private HandshakePacket handshake(
            int version, int field, int type, int cookie, List<HandshakeExtension> extensions) {
        PeerIp ip = PeerIp.of(server.getAddress());
        return new HandshakePacket(version, 0, field, isn, 1500, 8192, type, SOCKET_ID, cookie, ip, extensions, false);
    }

    private HandshakePacket exchange(HandshakePacket request) throws IOException {
        request.write(writer, new PacketWriter.Addressing(0, 0));
        send(writer.toByteArray());
        while (true) {
            byte[] answer = receive();
            boolean handshake =
                    view.wrap(answer, answer.length) && view.isControl() && view.controlType() == ControlType.HANDSHAKE;
            if (handshake) {
                return parse();
            }
            if (view.isControl() && view.controlType() == ControlType.SHUTDOWN) {
                shutdowns++;
            }
        }
    }

    private HandshakePacket parse() throws IOException {
        try {
            return HandshakePacket.parse(view);
        } catch (llhls.media.MalformedMediaException e) {
            throw new IOException(e);
        }
    }

    void send(byte[] datagram) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length, server));
    }

    byte[] receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    int shutdowns() {
        return shutdowns;
    }

    @Override
    public void close() {
        socket.close();
    }
}
