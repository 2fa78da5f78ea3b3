package llhls.ingest.ts;

/** One 188-byte transport packet, read in place (ISO/IEC 13818-1 §2.4.3.2). Valid until the next {@link #wrap}. */
final class TsPacketView {

    static final int LENGTH = 188;
    static final int HEADER_LENGTH = 4;
    static final byte SYNC_BYTE = 0x47;
    /** PIDs have 13 bits. */
    static final int PIDS = 1 << 13;

    static final int NULL_PID = 0x1FFF;

    private static final int MAX_ADAPTATION_ALONE = 183;
    private static final int MAX_ADAPTATION_BEFORE_PAYLOAD = 182;
    private static final int HAS_PCR = 0x10;
    private static final int HAS_OPCR = 0x08;
    private static final int HAS_SPLICE = 0x04;
    private static final int HAS_PRIVATE_DATA = 0x02;
    private static final int HAS_EXTENSION = 0x01;
    private static final int PCR_LENGTH = 6;

    private byte[] bytes = new byte[LENGTH];
    private int start;

    /** Points at the packet at {@code offset}; false when it is cut short or unsynchronised, for the caller to count. */
    boolean wrap(byte[] datagram, int offset) {
        if (offset < 0 || offset > datagram.length - LENGTH || datagram[offset] != SYNC_BYTE) {
            return false;
        }
        bytes = datagram;
        start = offset;
        return true;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Index of the first byte of the packet in {@link #bytes}. */
    int start() {
        return start;
    }

    boolean transportError() {
        return (u8(1) & 0x80) != 0;
    }

    boolean unitStart() {
        return (u8(1) & 0x40) != 0;
    }

    int pid() {
        return (u8(1) & 0x1F) << 8 | u8(2);
    }

    boolean scrambled() {
        return (u8(3) & 0xC0) != 0;
    }

    int continuityCounter() {
        return u8(3) & 0x0F;
    }

    boolean hasAdaptation() {
        return (u8(3) & 0x20) != 0;
    }

    boolean hasPayload() {
        return (u8(3) & 0x10) != 0;
    }

    /** Where the payload starts in the packet, 4..188; 188 means none. */
    int payloadOffset() {
        if (!hasPayload()) {
            return LENGTH;
        }
        // adaptation_field_length comes from the network: clamp it, so that no later read leaves the packet.
        return hasAdaptation() ? Math.min(LENGTH, HEADER_LENGTH + 1 + u8(4)) : HEADER_LENGTH;
    }

    /** True when adaptation control and field lengths contradict each other: the packet cannot be trusted. */
    boolean malformed() {
        if (!hasAdaptation()) {
            return !hasPayload();
        }
        int limit = hasPayload() ? MAX_ADAPTATION_BEFORE_PAYLOAD : MAX_ADAPTATION_ALONE;
        return u8(4) > limit || fieldsLength() > u8(4);
    }

    boolean discontinuity() {
        return (adaptationFlags() & 0x80) != 0;
    }

    boolean randomAccess() {
        return (adaptationFlags() & 0x40) != 0;
    }

    boolean hasPcr() {
        return (adaptationFlags() & HAS_PCR) != 0;
    }

    /** The 33-bit base of the PCR; only when {@link #hasPcr} and not {@link #malformed}. */
    long pcrBase() {
        return (long) u8(6) << 25 | u8(7) << 17 | u8(8) << 9 | u8(9) << 1 | u8(10) >> 7;
    }

    /** The 27 MHz remainder of the PCR, 0..299 in a sound stream. */
    int pcrExtension() {
        return (u8(10) & 1) << 8 | u8(11);
    }

    /** Bytes of adaptation field that carry nothing; PCR, private data and extensions are not stuffing. */
    int stuffingBytes() {
        if (!hasAdaptation()) {
            return 0;
        }
        // an adaptation field of length 0 is one stuffing byte: its own length field
        return u8(4) == 0 ? 1 : u8(4) - fieldsLength();
    }

    /** Bytes of the adaptation field, its flags included, that its flags call for. */
    private int fieldsLength() {
        if (u8(4) == 0) {
            return 0;
        }
        int flags = adaptationFlags();
        int length = 1;
        length += (flags & HAS_PCR) != 0 ? PCR_LENGTH : 0;
        length += (flags & HAS_OPCR) != 0 ? PCR_LENGTH : 0;
        length += (flags & HAS_SPLICE) != 0 ? 1 : 0;
        length += (flags & HAS_PRIVATE_DATA) != 0 ? counted(length) : 0;
        length += (flags & HAS_EXTENSION) != 0 ? counted(length) : 0;
        return length;
    }

    /** Size of a field that begins with its own length, after {@code before} bytes of the adaptation field. */
    private int counted(int before) {
        int at = HEADER_LENGTH + 1 + before;
        return at < LENGTH ? 1 + u8(at) : LENGTH;
    }

    private int adaptationFlags() {
        return hasAdaptation() && u8(4) > 0 ? u8(5) : 0;
    }

    private int u8(int index) {
        return bytes[start + index] & 0xFF;
    }
}
