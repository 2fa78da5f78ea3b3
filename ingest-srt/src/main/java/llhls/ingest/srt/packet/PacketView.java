package llhls.ingest.srt.packet;

/**
 * One received datagram, read in place. Valid until the next {@link #wrap}; the bytes belong to whoever wrapped them.
 *
 * <pre>
 *  word 0   data: 0 | sequence(31)            control: 1 | type(15) | subtype(16)
 *  word 1   data: PP(2) O(1) KK(2) R(1) msgno(26)      control: type-specific
 *  word 2   timestamp in microseconds since the sender's start
 *  word 3   destination socket id, 0 for a connection request
 * </pre>
 *
 * <p>Thread: confined to the event loop.
 */
public final class PacketView {

    public static final int HEADER_LENGTH = 16;
    /** Largest payload: 1500 less the IPv4, UDP and SRT headers. */
    public static final int MAX_PAYLOAD = 1456;

    private static final int MAX_DATAGRAM = HEADER_LENGTH + MAX_PAYLOAD;
    private static final int WORD = 4;
    private static final byte[] NOTHING = new byte[HEADER_LENGTH];

    private byte[] bytes = NOTHING;
    private int length = HEADER_LENGTH;

    /** Points at the first {@code datagramLength} bytes; false when they are no SRT packet: too short, too long. */
    public boolean wrap(byte[] datagram, int datagramLength) {
        if (datagramLength < HEADER_LENGTH || datagramLength > MAX_DATAGRAM || datagramLength > datagram.length) {
            return false;
        }
        bytes = datagram;
        length = datagramLength;
        return true;
    }

    public boolean isControl() {
        return bytes[0] < 0;
    }

    /** One of {@link ControlType}, for a control packet. */
    public int controlType() {
        return word(0) >>> 16 & 0x7FFF;
    }

    public int subtype() {
        return word(0) & 0xFFFF;
    }

    /** The type-specific word of a control packet, such as the number of an ACK. */
    public int info() {
        return word(WORD);
    }

    /** Unsigned 32 bits of microseconds. */
    public int timestamp32() {
        return word(2 * WORD);
    }

    public int destinationId() {
        return word(3 * WORD);
    }

    /** 31 bits, for a data packet. */
    public int sequence() {
        return word(0);
    }

    /** 26 bits; 0 marks a packet of the packet filter. */
    public int messageNumber() {
        return word(WORD) & 0x03FF_FFFF;
    }

    /** 0 clear, 1 even key, 2 odd key. */
    public int keyFlags() {
        return word(WORD) >>> 27 & 3;
    }

    /** The R bit; it has this meaning only when both sides announced so. */
    public boolean isRetransmitted() {
        return (word(WORD) & 1 << 26) != 0;
    }

    /** Bytes behind the header: the payload of data, the control information of a control packet. */
    public int bodyLength() {
        return length - HEADER_LENGTH;
    }

    /** Whole words behind the header. */
    public int bodyWords() {
        return bodyLength() / WORD;
    }

    /** Word {@code index} behind the header, 0..{@link #bodyWords}-1. */
    public int bodyWord(int index) {
        if (index < 0 || index >= bodyWords()) {
            throw new IndexOutOfBoundsException("word " + index + " of " + bodyWords());
        }
        return word(HEADER_LENGTH + index * WORD);
    }

    /** Copies the bytes behind the header to the start of {@code target}. */
    public void copyBody(byte[] target) {
        System.arraycopy(bytes, HEADER_LENGTH, target, 0, bodyLength());
    }

    /** Copies {@code count} words behind the header from {@code index} on, as bytes in wire order. */
    byte[] bodyBytes(int index, int count) {
        byte[] copy = new byte[count * WORD];
        System.arraycopy(bytes, HEADER_LENGTH + index * WORD, copy, 0, copy.length);
        return copy;
    }

    private int word(int at) {
        return (bytes[at] & 0xFF) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | (bytes[at + 3] & 0xFF);
    }
}
