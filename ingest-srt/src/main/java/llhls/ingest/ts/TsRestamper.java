package llhls.ingest.ts;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes the repetitions of a file one stream: times are moved by the length of what was sent before, continuity counters
 * run on.
 *
 * <p>Thread: confined to its reader.
 */
final class TsRestamper {

    private static final int NONE = -1;
    private static final int COUNTER_MASK = 0x0F;

    private final @Nullable TrackSpan[] spans = new TrackSpan[TsPacketView.PIDS];
    private final byte[] lastCounter = new byte[TsPacketView.PIDS];
    private final byte[] counterShift = new byte[TsPacketView.PIDS];
    private final BitSet audioPids = new BitSet();
    private final boolean[] seenInPass = new boolean[TsPacketView.PIDS];
    private final PesTimestamps times = new PesTimestamps();
    private long offsetTicks;
    private boolean firstPass = true;

    TsRestamper() {
        Arrays.fill(lastCounter, (byte) NONE);
    }

    /** Rewrites the packet in place. */
    void restamp(TsPacketView packet) {
        if (packet.pid() == TsPacketView.NULL_PID || packet.malformed()) {
            return;
        }
        if (packet.hasPayload()) {
            timestamps(packet);
        }
        if (packet.hasPcr()) {
            long base = (packet.pcrBase() + offsetTicks) & Ticks33.MASK;
            TsPacketWriter.writePcr(packet.bytes(), packet.start() + 6, base, packet.pcrExtension());
        }
        countOn(packet);
    }

    private void timestamps(TsPacketView packet) {
        boolean timed = times.wrap(packet);
        TrackSpan span = spans[packet.pid()];
        if (firstPass && timed) {
            span = span == null ? new TrackSpan() : span;
            span.add(times.dts33());
            spans[packet.pid()] = span;
            audioPids.set(packet.pid(), times.isAudio());
        }
        if (firstPass && span != null && audioPids.get(packet.pid())) {
            span.audioPacket(packet);
        }
        if (timed) {
            times.shift(offsetTicks);
        }
    }

    /** The file begins again: everything from now on is later by the longest track. */
    void nextPass() {
        firstPass = false;
        offsetTicks += passTicks();
        Arrays.fill(seenInPass, false);
    }

    /** Length of one pass: of its longest track, so that none overlaps itself. */
    long passTicks() {
        long longest = 0;
        for (TrackSpan span : spans) {
            longest = span == null ? longest : Math.max(longest, span.length());
        }
        return longest;
    }

    /** Keeps the counter's steps as they are within a pass, and continues them over its start. */
    private void countOn(TsPacketView packet) {
        int pid = packet.pid();
        int counter = packet.continuityCounter();
        if (!seenInPass[pid]) {
            seenInPass[pid] = true;
            boolean known = lastCounter[pid] != NONE;
            int next = lastCounter[pid] + (packet.hasPayload() ? 1 : 0);
            counterShift[pid] = (byte) (known ? next - counter : 0);
        }
        int shifted = (counter + counterShift[pid]) & COUNTER_MASK;
        int at = packet.start() + 3;
        packet.bytes()[at] = (byte) ((packet.bytes()[at] & ~COUNTER_MASK) | shifted);
        lastCounter[pid] = (byte) shifted;
    }
}
