package llhls.ingest.srt.packet;

import java.util.Arrays;

/**
 * Builds one datagram at a time in a buffer of its own.
 *
 * <p>Thread: confined to its owner.
 */
public final class PacketWriter {

    private static final int MAX_DATAGRAM = PacketView.HEADER_LENGTH + PacketView.MAX_PAYLOAD;
    private static final int CONTROL = 1 << 31;

    private final byte[] bytes = new byte[MAX_DATAGRAM];
    private int length;

    /** Starts a control packet without its body. */
    public PacketWriter control(int type, int subtype, int info, Addressing to) {
        length = 0;
        return word(CONTROL | type << 16 | subtype)
                .word(info)
                .word(to.timestamp32())
                .word(to.destinationId());
    }

    public PacketWriter word(int value) {
        bytes[length] = (byte) (value >>> 24);
        bytes[length + 1] = (byte) (value >>> 16);
        bytes[length + 2] = (byte) (value >>> 8);
        bytes[length + 3] = (byte) value;
        length += 4;
        return this;
    }

    PacketWriter put(byte[] source) {
        System.arraycopy(source, 0, bytes, length, source.length);
        length += source.length;
        return this;
    }

    /** The datagram from index 0 to {@link #length}; borrowed until the next packet is started. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** A copy of the datagram. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /**
     * The last two words of a header.
     *
     * @param timestamp32 microseconds since the sender's start, low 32 bits
     * @param destinationId socket id of the receiver
     */
    public record Addressing(int timestamp32, int destinationId) {}
}
