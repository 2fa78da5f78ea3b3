package llhls.ingest.ts;

/**
 * Finds transport packets in a byte stream that arrives in messages of any length, aligned or not (ISO/IEC 13818-1
 * §2.4.3.2, and RTP by RFC 2250).
 *
 * <p>What comes out does not depend on how the bytes were cut, except that a message of whole packets is an anchor after
 * damage.
 *
 * <p>Thread: confined to its demuxer.
 */
final class TsSync {

    /** Receives whole packets that begin with the sync byte; borrowed until it returns. */
    interface Output {
        void packet(byte[] bytes, int offset);

        /** Bytes are missing or were skipped: no continuity counter can be trusted. */
        void syncLost();
    }

    private static final int PACKET = TsPacketView.LENGTH;
    private static final byte SYNC = TsPacketView.SYNC_BYTE;
    /** 0x47 occurs in payload: three in a row, a packet apart, are needed to lock. */
    private static final int LOOKAHEAD = 2 * PACKET + 1;

    private static final int RTP_HEADER = 12;
    private static final int CAPACITY = 16 * PACKET;

    private final Output out;
    private final TsCounters counters;
    /** Bytes that no whole packet could be made of yet. */
    private final byte[] carry = new byte[CAPACITY];

    private int carried;
    private boolean locked;
    /** Lock was lost at the first carried byte and the phase may still hold. */
    private boolean phaseHeld;

    private boolean everLocked;
    private long skippedSinceLock;

    TsSync(Output out, TsCounters counters) {
        this.out = out;
        this.counters = counters;
    }

    boolean everLocked() {
        return everLocked;
    }

    /** Bytes skipped in search of packets since the last lock. */
    long skippedSinceLock() {
        return skippedSinceLock;
    }

    /** One message. */
    void message(byte[] bytes, int offset, int length, boolean lossBefore) {
        boolean boundary = !locked || carried == 0;
        int header = boundary && isRtp(bytes, offset, length) ? RTP_HEADER : 0;
        int from = offset + header;
        int left = length - header;
        if (lossBefore) {
            loseCarry(bytes, from, left);
        } else if (contradicts(bytes, from, left)) {
            carried = 0;
            out.syncLost();
        }
        if (!locked && carried == 0 && left >= 2 * PACKET && wholePackets(bytes, from, left)) {
            lock();
        }
        consume(bytes, from, left);
    }

    /** Messages between the carried bytes and these were lost. */
    private void loseCarry(byte[] bytes, int from, int left) {
        boolean aligned = wholePackets(bytes, from, left);
        if (carried > 0 || !aligned) {
            locked = locked && aligned;
            phaseHeld = false;
            carried = 0;
        }
        out.syncLost();
    }

    /** True when the carried bytes cannot belong to this message, and the message stands on its own. */
    private boolean contradicts(byte[] bytes, int from, int left) {
        if (!locked || carried == 0) {
            return false;
        }
        int nextPacket = PACKET - carried;
        return left > nextPacket && bytes[from + nextPacket] != SYNC && wholePackets(bytes, from, left);
    }

    private void consume(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (locked && carried == 0 && end - at >= PACKET && bytes[at] == SYNC) {
                out.packet(bytes, at);
                at += PACKET;
                continue;
            }
            int wanted = locked ? PACKET - carried : CAPACITY - carried;
            int taken = Math.min(wanted, end - at);
            System.arraycopy(bytes, at, carry, carried, taken);
            carried += taken;
            at += taken;
            drainCarry();
        }
    }

    private void drainCarry() {
        int at = 0;
        boolean more = true;
        try {
            while (more) {
                int left = carried - at;
                if (!locked) {
                    more = left >= LOOKAHEAD;
                    at += more ? hunt(at) : 0;
                } else if (left > 0 && carry[at] != SYNC) {
                    locked = false;
                    phaseHeld = true;
                } else if (left >= PACKET) {
                    at += PACKET;
                    out.packet(carry, at - PACKET);
                } else {
                    more = false;
                }
            }
        } finally { // a packet that fails must not come again
            System.arraycopy(carry, at, carry, 0, carried - at);
            carried -= at;
        }
    }

    /** Looks at one position; returns how many bytes to go on. */
    private int hunt(int at) {
        boolean inPhase = carry[at + PACKET] == SYNC && carry[at + 2 * PACKET] == SYNC;
        if (phaseHeld) {
            phaseHeld = false;
            if (inPhase) { // a bit error in one sync byte
                counters.add(TsCounters.Name.BAD_SYNC_BYTES, 1);
                locked = true;
                return PACKET;
            }
            out.syncLost();
        }
        if (inPhase && carry[at] == SYNC) {
            lock();
            return 0;
        }
        skippedSinceLock++;
        counters.add(TsCounters.Name.SKIPPED_BYTES, 1);
        return 1;
    }

    private void lock() {
        locked = true;
        everLocked = true;
        phaseHeld = false;
        skippedSinceLock = 0;
    }

    private static boolean wholePackets(byte[] bytes, int from, int length) {
        if (length < PACKET || length % PACKET != 0) {
            return false;
        }
        for (int at = from; at < from + length; at += PACKET) {
            if (bytes[at] != SYNC) {
                return false;
            }
        }
        return true;
    }

    private static boolean isRtp(byte[] bytes, int offset, int length) {
        return length >= RTP_HEADER + PACKET
                && (bytes[offset] & 0xC0) == 0x80
                && wholePackets(bytes, offset + RTP_HEADER, length - RTP_HEADER);
    }
}
