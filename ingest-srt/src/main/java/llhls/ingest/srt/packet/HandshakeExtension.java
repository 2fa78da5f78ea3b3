package llhls.ingest.srt.packet;

import llhls.media.ByteString;

/**
 * One extension of a handshake, its content as on the wire.
 *
 * @param type one of the constants here, or a vendor's own
 * @param content a whole number of words
 */
public record HandshakeExtension(int type, ByteString content) {

    public static final int HSREQ = 1;
    public static final int HSRSP = 2;
    public static final int KMREQ = 3;
    public static final int KMRSP = 4;
    public static final int SID = 5;
    public static final int CONGESTION = 6;
    public static final int FILTER = 7;
    public static final int GROUP = 8;

    /** Bits of the extension field in a conclusion. */
    public static final int FLAG_HS = 1;

    public static final int FLAG_KM = 2;
    public static final int FLAG_CONFIG = 4;

    private static final int WORD = 4;

    public HandshakeExtension {
        if (type < 0 || type > 0xFFFF || content.length() % WORD != 0 || content.length() / WORD > 0xFFFF) {
            throw new IllegalArgumentException("extension type=" + type + " length=" + content.length());
        }
    }

    /** An extension that holds text: stream id, congestion control, filter. */
    public static HandshakeExtension ofText(int type, String text) {
        return new HandshakeExtension(type, SwappedText.encode(text));
    }

    /** The text of such an extension. */
    public String text() {
        return SwappedText.decode(content);
    }

    public int words() {
        return content.length() / WORD;
    }

    void write(PacketWriter writer) {
        writer.word(type << 16 | words()).put(content.toByteArray());
    }
}
