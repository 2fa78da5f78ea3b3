package llhls.ingest.ts;

/**
 * Reads and rewrites the timestamps at the head of a PES packet, in the transport packet that starts it.
 *
 * <p>Thread: confined to its owner. Valid until the next {@link #wrap}.
 */
final class PesTimestamps {

    private static final int FIXED_HEADER = 9;
    private static final int LENGTH = 5;

    private byte[] bytes = {};
    private int start;
    private boolean hasPts;
    private boolean hasDts;

    /** Looks at a packet; false when no PES packet with a PTS starts in it. */
    boolean wrap(TsPacketView packet) {
        bytes = packet.bytes();
        start = packet.start() + packet.payloadOffset();
        int left = packet.start() + TsPacketView.LENGTH - start;
        hasPts = false;
        if (!packet.unitStart() || left < FIXED_HEADER + LENGTH) {
            return false;
        }
        boolean pes = u8(0) == 0 && u8(1) == 0 && u8(2) == 1 && (u8(6) & 0xC0) == 0x80;
        hasPts = pes && (u8(7) & 0x80) != 0;
        hasDts = hasPts && (u8(7) & 0x40) != 0 && left >= FIXED_HEADER + 2 * LENGTH;
        return hasPts;
    }

    boolean isVideo() {
        return (u8(3) & 0xF0) == 0xE0;
    }

    boolean isAudio() {
        return (u8(3) & 0xE0) == 0xC0;
    }

    long pts33() {
        return read(FIXED_HEADER);
    }

    /** DTS, or PTS where there is none. */
    long dts33() {
        return read(hasDts ? FIXED_HEADER + LENGTH : FIXED_HEADER);
    }

    /** Adds to PTS and DTS, modulo 2^33. */
    void shift(long ticks) {
        write(FIXED_HEADER, read(FIXED_HEADER) + ticks);
        if (hasDts) {
            write(FIXED_HEADER + LENGTH, read(FIXED_HEADER + LENGTH) + ticks);
        }
    }

    /** prefix(4) t32..30 1 | t29..22 | t21..15 1 | t14..7 | t6..0 1. */
    private long read(int at) {
        return (long) (u8(at) >> 1 & 7) << 30
                | (long) u8(at + 1) << 22
                | (long) (u8(at + 2) >> 1) << 15
                | (long) u8(at + 3) << 7
                | u8(at + 4) >> 1;
    }

    private void write(int at, long ticks) {
        long t = ticks & Ticks33.MASK;
        int to = start + at;
        bytes[to] = (byte) ((u8(at) & 0xF1) | (t >> 29 & 0x0E));
        bytes[to + 1] = (byte) (t >> 22);
        bytes[to + 2] = (byte) ((t >> 14 & 0xFE) | 1);
        bytes[to + 3] = (byte) (t >> 7);
        bytes[to + 4] = (byte) (t << 1 | 1);
    }

    private int u8(int index) {
        return bytes[start + index] & 0xFF;
    }
}
