package llhls.ingest.srt.packet;

import llhls.media.MalformedMediaException;

/**
 * The content of a control packet: everything but timestamp and destination, which are in every header alike. Data packets
 * are many and are read in place by {@link PacketView} instead.
 */
public sealed interface SrtPacket
        permits AckPacket,
                BareControlPacket,
                DropReqPacket,
                HandshakePacket,
                KeyPacket,
                NakPacket,
                UnknownControlPacket {

    /** Starts a new datagram in {@code writer} and fills it. */
    void write(PacketWriter writer, PacketWriter.Addressing to);

    /**
     * Reads the control packet in {@code view}. Types nobody knows are {@link UnknownControlPacket}s.
     *
     * @throws MalformedMediaException when its structure cannot be read
     */
    static SrtPacket parse(PacketView view) throws MalformedMediaException {
        return switch (view.controlType()) {
            case ControlType.HANDSHAKE -> HandshakePacket.parse(view);
            case ControlType.ACK -> AckPacket.parse(view);
            case ControlType.NAK -> new NakPacket(LossList.parse(view));
            case ControlType.DROPREQ -> DropReqPacket.parse(view);
            case ControlType.KEEPALIVE, ControlType.CONGESTION_WARNING, ControlType.SHUTDOWN, ControlType.ACKACK ->
                new BareControlPacket(view.controlType(), view.info());
            case ControlType.EXTENSION -> extension(view);
            default -> new UnknownControlPacket(view.controlType(), view.subtype());
        };
    }

    private static SrtPacket extension(PacketView view) {
        return KeyPacket.isSubtype(view.subtype())
                ? KeyPacket.parse(view)
                : new UnknownControlPacket(view.controlType(), view.subtype());
    }
}
