package llhls.ingest.ts;

import java.util.Arrays;

/**
 * Judges the 4-bit counter of one PID (ISO/IEC 13818-1 §2.4.3.3).
 *
 * <p>Thread: confined to its demuxer.
 */
final class ContinuityCounter {

    /** What a packet with payload is, compared with the one before. */
    enum Verdict {
        IN_ORDER,
        DUPLICATE,
        GAP
    }

    private static final int MODULUS = 16;
    private static final int NONE = -1;

    private final byte[] lastPayload = new byte[TsPacketView.LENGTH];
    private int lastPayloadLength;
    private int last = NONE;
    private boolean duplicateSeen;
    private boolean suspect;
    private int lost;

    /** Sync was lost: whatever comes next is behind a gap, even if the counter happens to fit (16 packets may be missing). */
    void suspect() {
        suspect = last != NONE;
    }

    /** Packets missing before the last packet judged a gap, modulo 16; 0 means unknown. */
    int lost() {
        return lost;
    }

    /** A packet without payload does not count, but may announce that counting starts over. */
    void withoutPayload(TsPacketView packet) {
        if (packet.discontinuity()) {
            last = packet.continuityCounter();
        }
    }

    Verdict withPayload(TsPacketView packet) {
        int counter = packet.continuityCounter();
        if (counter == last && !duplicateSeen && samePayload(packet)) {
            duplicateSeen = true;
            return Verdict.DUPLICATE;
        }
        int expected = last == NONE || packet.discontinuity() ? counter : (last + 1) % MODULUS;
        boolean gap = counter != expected || suspect; // an indicator excuses the counter, not bytes lost before it
        lost = Math.floorMod(counter - expected, MODULUS);
        remember(packet);
        return gap ? Verdict.GAP : Verdict.IN_ORDER;
    }

    private boolean samePayload(TsPacketView packet) {
        int from = packet.start() + packet.payloadOffset();
        int to = packet.start() + TsPacketView.LENGTH;
        return Arrays.equals(packet.bytes(), from, to, lastPayload, 0, lastPayloadLength);
    }

    private void remember(TsPacketView packet) {
        last = packet.continuityCounter();
        duplicateSeen = false;
        suspect = false;
        lastPayloadLength = TsPacketView.LENGTH - packet.payloadOffset();
        System.arraycopy(packet.bytes(), packet.start() + packet.payloadOffset(), lastPayload, 0, lastPayloadLength);
    }
}
