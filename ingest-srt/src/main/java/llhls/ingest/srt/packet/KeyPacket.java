package llhls.ingest.srt.packet;

import llhls.media.ByteString;

/**
 * Announces new stream keys during a connection, or confirms them.
 *
 * @param subtype {@link #REQUEST} or {@link #RESPONSE}
 * @param message the key material, or one word of error
 */
public record KeyPacket(int subtype, ByteString message) implements SrtPacket {

    public static final int REQUEST = 3;
    public static final int RESPONSE = 4;

    static boolean isSubtype(int subtype) {
        return subtype == REQUEST || subtype == RESPONSE;
    }

    static KeyPacket parse(PacketView view) {
        return new KeyPacket(view.subtype(), new ByteString(view.bodyBytes(0, view.bodyWords())));
    }

    @Override
    public void write(PacketWriter writer, PacketWriter.Addressing to) {
        writer.control(ControlType.EXTENSION, subtype, 0, to).put(message.toByteArray());
    }
}
