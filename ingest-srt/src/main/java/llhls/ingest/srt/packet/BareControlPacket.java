package llhls.ingest.srt.packet;

/**
 * A control packet without body: KEEPALIVE, SHUTDOWN, ACKACK, CONGESTION WARNING.
 *
 * @param type one of {@link ControlType}
 * @param info the number of the confirmed ACK for an ACKACK, else 0
 */
public record BareControlPacket(int type, int info) implements SrtPacket {

    public static final BareControlPacket KEEPALIVE = new BareControlPacket(ControlType.KEEPALIVE, 0);
    public static final BareControlPacket SHUTDOWN = new BareControlPacket(ControlType.SHUTDOWN, 0);

    public static BareControlPacket ackAck(int ackNumber) {
        return new BareControlPacket(ControlType.ACKACK, ackNumber);
    }

    /** With the zero word libsrt sends where there is no body (20 bytes in total). */
    @Override
    public void write(PacketWriter writer, PacketWriter.Addressing to) {
        writer.control(type, 0, info, to).word(0);
    }
}
