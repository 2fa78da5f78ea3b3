package llhls.ingest.srt.protocol;

import llhls.ingest.srt.packet.PacketWriter;
import llhls.ingest.srt.packet.SrtPacket;

/**
 * Addresses and sends the packets of one connection, and remembers when it last did.
 *
 * <p>Thread: confined to the event loop.
 */
final class PacketOut {

    private static final long NS_PER_MICRO = 1_000;

    private final DatagramOut out;
    private final int peerId;
    private final long startNs;
    private final PacketWriter writer = new PacketWriter();
    private long lastSentNs;

    PacketOut(DatagramOut out, ConnectionSettings settings, long nowNs) {
        this.out = out;
        this.peerId = settings.peerId();
        this.startNs = settings.startNs();
        this.lastSentNs = nowNs;
    }

    void control(SrtPacket packet, long nowNs) {
        packet.write(writer, new PacketWriter.Addressing(timestamp32(nowNs), peerId));
        out.send(writer.bytes(), writer.length());
        lastSentNs = nowNs;
    }

    void ready(byte[] datagram, int length, long nowNs) {
        out.send(datagram, length);
        lastSentNs = nowNs;
    }

    /** Our timestamp for {@code timeNs}, low 32 bits. */
    int timestamp32(long timeNs) {
        return (int) ((timeNs - startNs) / NS_PER_MICRO);
    }

    int peerId() {
        return peerId;
    }

    long lastSentNs() {
        return lastSentNs;
    }
}
