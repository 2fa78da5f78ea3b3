package llhls.ingest.srt.packet;

/** A control packet of a type we do not know, or that has no use in live mode; it is counted and ignored. */
public record UnknownControlPacket(int type, int subtype) implements SrtPacket {

    @Override
    public void write(PacketWriter writer, PacketWriter.Addressing to) {
        writer.control(type, subtype, 0, to).word(0);
    }
}
