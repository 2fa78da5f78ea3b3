package llhls.ingest.srt.packet;

/** Reports lost packets, so that the sender repeats them. */
public record NakPacket(LossList losses) implements SrtPacket {

    @Override
    public void write(PacketWriter writer, PacketWriter.Addressing to) {
        losses.write(writer.control(ControlType.NAK, 0, 0, to));
    }
}
