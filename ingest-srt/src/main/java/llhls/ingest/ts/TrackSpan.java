package llhls.ingest.ts;

import llhls.media.EncoderFinding;
import llhls.media.TrackFormat;

/**
 * From when to when one PID of a recording lasts, by its decoding times; for AAC exactly to the end of its last frame.
 *
 * <p>Thread: confined to its reader.
 */
final class TrackSpan {

    /** Duration of the last unit when there is only one. */
    private static final long DEFAULT_UNIT_TICKS = Ticks33.PER_SECOND / 30;

    private final FrameEnds frames = new FrameEnds();
    private final PesAssembler audio;
    private long first = Long.MAX_VALUE;
    private long last;
    private long step = DEFAULT_UNIT_TICKS;
    private boolean started;

    TrackSpan() {
        TsCounters counters = new TsCounters();
        audio = new PesAssembler(new AdtsAssembler(frames, counters), AdtsAssembler.MAX_PES_BYTES, counters);
    }

    /** A PES packet with this time. */
    void add(long ticks33) {
        long now = started ? last + Ticks33.distance(last, ticks33) : ticks33;
        step = started && now > last ? now - last : step;
        first = Math.min(first, now);
        last = started ? Math.max(last, now) : now;
        started = true;
    }

    /** A packet of a PID that may be AAC. */
    void audioPacket(TsPacketView packet) {
        audio.packet(packet, 0);
    }

    /** 90 kHz ticks. */
    long length() {
        if (!started) {
            return 0;
        }
        long tail = frames.seen ? Math.max(1, Ticks33.distance(last, frames.end33)) : step;
        return last + tail - first;
    }

    /** Remembers where the last AAC frame ends. */
    private static final class FrameEnds implements EsOutput {
        private boolean seen;
        private long end33;

        @Override
        public void format(TrackFormat format) {}

        @Override
        public void unit(EsUnit unit) {
            seen = true;
            end33 = unit.pts33 + unit.durationTicks;
        }

        @Override
        public void lost() {}

        @Override
        public void finding(EncoderFinding finding) {}

        @Override
        public void audioInBursts(int frames, long burstTicks) {}
    }
}
