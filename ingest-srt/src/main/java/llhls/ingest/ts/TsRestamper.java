package llhls.ingest.ts;

import java.util.Arrays;

/**
 * Makes the repetitions of a file one stream: times are moved by the length of what was sent before, continuity counters
 * run on.
 *
 * <p>Thread: confined to its reader.
 */
final class TsRestamper {

    private static final int NONE = -1;
    /** Duration of a track's last unit when there is only one. */
    private static final long DEFAULT_UNIT_TICKS = Ticks33.PER_SECOND / 30;

    private static final int COUNTER_MASK = 0x0F;

    /** Decoding times of one PID, unwrapped, within the present pass. */
    private static final class Span {
        private long first = Long.MAX_VALUE;
        private long last;
        private long step = DEFAULT_UNIT_TICKS;
        private boolean started;

        private void add(long ticks33) {
            long now = started ? last + Ticks33.distance(last, ticks33) : ticks33;
            step = started && now > last ? now - last : step;
            first = Math.min(first, now);
            last = started ? Math.max(last, now) : now;
            started = true;
        }

        private long length() {
            return last + step - first;
        }
    }

    private final Span[] spans = new Span[TsPacketView.PIDS];
    private final byte[] lastCounter = new byte[TsPacketView.PIDS];
    private final byte[] counterShift = new byte[TsPacketView.PIDS];
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
        if (packet.hasPayload() && times.wrap(packet)) {
            if (firstPass) {
                span(packet.pid()).add(times.dts33());
            }
            times.shift(offsetTicks);
        }
        if (packet.hasPcr()) {
            long base = (packet.pcrBase() + offsetTicks) & Ticks33.MASK;
            TsPacketWriter.writePcr(packet.bytes(), packet.start() + 6, base, packet.pcrExtension());
        }
        countOn(packet);
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
        for (Span span : spans) {
            longest = span == null ? longest : Math.max(longest, span.length());
        }
        return longest;
    }

    private Span span(int pid) {
        Span span = spans[pid];
        if (span == null) {
            span = new Span();
            spans[pid] = span;
        }
        return span;
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
