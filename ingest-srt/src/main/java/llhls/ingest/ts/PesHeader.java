package llhls.ingest.ts;

/**
 * The header of a PES packet, gathered over transport packets and then read (ISO/IEC 13818-1 §2.4.3.7).
 *
 * <p>Thread: confined to its {@link PesAssembler}.
 */
final class PesHeader {

    /** What the bytes gathered so far amount to. */
    enum State {
        /** More bytes are needed. */
        PARTIAL,
        COMPLETE,
        /** A stream id without timestamps: padding, ECM and the like. */
        WITHOUT_MEDIA,
        MALFORMED
    }

    private static final int PREFIX = 6;
    private static final int FIXED = 9;
    private static final int MAX_LENGTH = FIXED + 255;
    private static final int TIMESTAMP_LENGTH = 5;

    private final byte[] bytes = new byte[MAX_LENGTH];
    private int gathered;

    void reset() {
        gathered = 0;
    }

    /** Takes what it still needs of [from, to); returns how many bytes it took. */
    int gather(byte[] source, int from, int to) {
        int taken = 0;
        while (state() == State.PARTIAL && from + taken < to) {
            int wanted = length() - gathered;
            int part = Math.min(wanted, to - from - taken);
            System.arraycopy(source, from + taken, bytes, gathered, part);
            gathered += part;
            taken += part;
        }
        return taken;
    }

    State state() {
        if (gathered >= PREFIX) {
            if (bytes[0] != 0 || bytes[1] != 0 || bytes[2] != 1) {
                return State.MALFORMED;
            }
            if (!hasOptionalHeader(u8(3))) {
                return State.WITHOUT_MEDIA;
            }
        }
        if (gathered >= FIXED && (u8(6) & 0xC0) != 0x80) {
            return State.MALFORMED;
        }
        return gathered < length() ? State.PARTIAL : State.COMPLETE;
    }

    /** Bytes that the header has as far as is known now. */
    private int length() {
        if (gathered < PREFIX) {
            return PREFIX;
        }
        return gathered < FIXED ? FIXED : FIXED + u8(8);
    }

    /** PES_packet_length; 0 means unbounded. */
    int packetLength() {
        return u8(4) << 8 | u8(5);
    }

    /** Bytes of elementary stream in the packet, -1 when unbounded. */
    int dataLength() {
        int counted = packetLength() - (FIXED - PREFIX) - u8(8);
        return packetLength() == 0 ? -1 : Math.max(0, counted);
    }

    boolean hasPts() {
        return (u8(7) & 0x80) != 0 && u8(8) >= TIMESTAMP_LENGTH;
    }

    boolean hasDts() {
        return (u8(7) & 0xC0) == 0xC0 && u8(8) >= 2 * TIMESTAMP_LENGTH;
    }

    long pts33() {
        return timestamp(FIXED);
    }

    long dts33() {
        return timestamp(FIXED + TIMESTAMP_LENGTH);
    }

    /** prefix(4) t32..30 1 | t29..22 | t21..15 1 | t14..7 | t6..0 1; wrong marker bits are tolerated. */
    private long timestamp(int at) {
        return (long) (u8(at) >> 1 & 7) << 30
                | (long) u8(at + 1) << 22
                | (long) (u8(at + 2) >> 1) << 15
                | (long) u8(at + 3) << 7
                | u8(at + 4) >> 1;
    }

    private static boolean hasOptionalHeader(int streamId) {
        return switch (streamId) {
            case 0xBC, 0xBE, 0xBF, 0xF0, 0xF1, 0xF2, 0xF8, 0xFF -> false;
            default -> true;
        };
    }

    private int u8(int index) {
        return bytes[index] & 0xFF;
    }
}
