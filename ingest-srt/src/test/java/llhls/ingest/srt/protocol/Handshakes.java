package llhls.ingest.srt.protocol;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import llhls.ingest.srt.packet.HandshakeExtension;
import llhls.ingest.srt.packet.HandshakePacket;
import llhls.ingest.srt.packet.PacketView;
import llhls.ingest.srt.packet.PacketWriter;
import llhls.ingest.srt.packet.PeerIp;
import llhls.ingest.srt.packet.SrtOptions;
import llhls.media.MalformedMediaException;

/** A listener handshake with everything it says and does written down, and a caller's requests by hand. */
final class Handshakes implements Acceptor {

    static final long MS = 1_000_000;
    static final InetSocketAddress CALLER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5555);
    static final int CALLER_ID = 77;

    record Sent(List<Byte> bytes, InetSocketAddress to) {
        byte[] datagram() {
            byte[] copy = new byte[bytes.size()];
            for (int i = 0; i < copy.length; i++) {
                copy[i] = bytes.get(i);
            }
            return copy;
        }
    }

    final List<Sent> sent = new ArrayList<>();
    final List<ConnectRequest> requests = new ArrayList<>();
    final List<ConnectionSettings> accepted = new ArrayList<>();
    final List<Integer> replaced = new ArrayList<>();
    final List<Rejection> refused = new ArrayList<>();
    final List<ConnectRequest> expired = new ArrayList<>();
    final ListenerHandshake listener;
    boolean acceptAtOnce = true;
    int sentWhenAccepted = -1;
    long nowNs = 1_000_000 * MS;
    int isn = 1234;
    private int nextId = 900;

    Handshakes() {
        this(16, 4);
    }

    Handshakes(int maxConnections, int maxUndecided) {
        this(maxConnections, maxUndecided, Passphrase.NONE);
    }

    Handshakes(Passphrase passphrase) {
        this(16, 4, passphrase);
    }

    private Handshakes(int maxConnections, int maxUndecided, Passphrase passphrase) {
        byte[] secret = new byte[32];
        new Random(1).nextBytes(secret);
        ListenerPolicy policy =
                new ListenerPolicy(9000, 120, 8192, maxConnections, maxUndecided, 1000 * MS, passphrase);
        listener = new ListenerHandshake(policy, secret, this, this::note);
    }

    private void note(byte[] bytes, int length, InetSocketAddress to) {
        List<Byte> copy = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            copy.add(bytes[i]);
        }
        sent.add(new Sent(copy, to));
    }

    // what a caller sends

    static HandshakeExtension options(int version, int flags, int receiveMs, int sendMs) {
        return new SrtOptions(version, flags, receiveMs, sendMs).toExtension(HandshakeExtension.HSREQ);
    }

    static HandshakeExtension usualOptions() {
        return options(0x010501, 0xBF, 120, 0);
    }

    HandshakePacket induction() {
        return packet(4, 2, HandshakePacket.INDUCTION, 0, List.of());
    }

    HandshakePacket conclusion(int cookie, HandshakeExtension... extensions) {
        return packet(5, 5, HandshakePacket.CONCLUSION, cookie, Arrays.asList(extensions));
    }

    HandshakePacket packet(int version, int field, int type, int cookie, List<HandshakeExtension> extensions) {
        return new HandshakePacket(
                version, 0, field, isn, 1500, 8192, type, CALLER_ID, cookie, new PeerIp(1, 0, 0, 0), extensions, false);
    }

    void receive(HandshakePacket packet) {
        receive(packet, CALLER, 0);
    }

    void receive(HandshakePacket packet, InetSocketAddress from, int timestamp32) {
        PacketWriter writer = new PacketWriter();
        packet.write(writer, new PacketWriter.Addressing(timestamp32, 0));
        receive(writer.toByteArray(), from);
    }

    void receive(byte[] datagram, InetSocketAddress from) {
        PacketView view = new PacketView();
        if (view.wrap(datagram, datagram.length)) {
            listener.onPacket(view, from, nowNs);
        }
    }

    /** Runs an induction; the cookie. */
    int cookie() {
        return cookie(CALLER);
    }

    int cookie(InetSocketAddress from) {
        receive(induction(), from, 0);
        return answer().cookie();
    }

    /** The whole handshake with these extensions; the last answer. */
    HandshakePacket connect(HandshakeExtension... extensions) {
        receive(conclusion(cookie(), extensions));
        return answer();
    }

    /** The last datagram sent, as a handshake. */
    HandshakePacket answer() {
        try {
            return HandshakePacket.parse(lastView());
        } catch (MalformedMediaException e) {
            throw new AssertionError(e);
        }
    }

    PacketView lastView() {
        byte[] datagram = sent.get(sent.size() - 1).datagram();
        PacketView view = new PacketView();
        view.wrap(datagram, datagram.length);
        return view;
    }

    // the listener's owner

    @Override
    public void requested(ConnectRequest request, long atNs) {
        requests.add(request);
        if (acceptAtOnce) {
            listener.accept(request, atNs);
        }
    }

    @Override
    public void expired(ConnectRequest request) {
        expired.add(request);
    }

    @Override
    public int newSocketId(long atNs) {
        return nextId++;
    }

    @Override
    public void accepted(ConnectRequest request, ConnectionSettings settings, long atNs) {
        accepted.add(settings);
        sentWhenAccepted = sent.size();
    }

    @Override
    public void replaced(int localId, long atNs) {
        replaced.add(localId);
        listener.closed(CALLER, CALLER_ID, localId, atNs);
    }

    @Override
    public void refused(InetSocketAddress remote, Rejection why, String streamId, String detail) {
        refused.add(why);
    }
}
