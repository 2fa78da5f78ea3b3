package llhls.ingest.ts;

import llhls.ingest.ts.TsCounters.Name;
import llhls.media.EncoderFinding;
import llhls.media.MalformedMediaException;
import llhls.media.codec.AdtsHeader;
import llhls.media.codec.AudioSpecificConfig;

/**
 * Finds the frames of an AAC stream in ADTS (ISO/IEC 14496-3 §1.A), each as soon as its last byte is in, and gives them
 * sample-exact times. A frame may be split over PES packets.
 *
 * <p>Thread: confined to its demuxer.
 */
final class AdtsAssembler implements EsAssembler {

    static final int MAX_PES_BYTES = 256 << 10;

    private static final int CAPACITY = 4 * AdtsHeader.MAX_FRAME_LENGTH;
    private static final int SAMPLES_PER_BLOCK = 1024;
    private static final int PES_TO_JUDGE = 10;
    private static final int BURST_FRAMES = 3;
    private static final int NO_CONFIGURATION = -1;

    private final EsOutput out;
    private final TsCounters counters;
    private final AdtsHeader header = new AdtsHeader();
    private final AdtsHeader following = new AdtsHeader();
    private final AudioFrameTimes times = new AudioFrameTimes();
    private final EsUnit unit = new EsUnit();

    private final byte[] buffer = new byte[CAPACITY];
    private int end;
    /** The next frame starts right where the last one ended. */
    private boolean synchronised;

    private int configuration = NO_CONFIGURATION;
    private int blocks = 1;

    /** Timestamps whose first frame has not been seen yet. */
    private final PendingTimes pending = new PendingTimes();

    // reset at each PES packet
    private boolean pesComplete;
    private int framesInPes;

    // of the payload being appended
    private int chunkStart;
    private long chunkNs;
    /** Arrival of the first byte in the buffer. */
    private long bufferNs;

    // for the finding about bursts
    private int pesCounted;
    private int framesCounted;

    AdtsAssembler(EsOutput out, TsCounters counters) {
        this.out = out;
        this.counters = counters;
        unit.keyFrame = true;
    }

    @Override
    public void pesStarts(PesHeader pes) {
        countBurst();
        framesInPes = 0;
        if (pes.hasPts()) {
            pending.add(end, pes.pts33());
        }
        pesComplete = false;
    }

    @Override
    public void data(byte[] bytes, int from, int to, long arrivalNs) {
        int at = from;
        while (at < to) {
            int taken = Math.min(to - at, CAPACITY - end);
            bufferNs = end == 0 ? arrivalNs : bufferNs;
            chunkStart = end;
            chunkNs = arrivalNs;
            System.arraycopy(bytes, at, buffer, end, taken);
            end += taken;
            at += taken;
            drain();
        }
    }

    @Override
    public void pesComplete() {
        pesComplete = true;
        drain();
    }

    /** Frames have lengths: stuffing says nothing new. */
    @Override
    public boolean pesEndsByStuffing() {
        return false;
    }

    @Override
    public void contradicted() {}

    @Override
    public void gap() {
        counters.add(Name.DAMAGED_UNITS, end > 0 ? 1 : 0);
        end = 0;
        pending.clear();
        synchronised = false;
        framesInPes = 0;
        times.framesLost();
        out.lost();
    }

    @Override
    public void end(boolean lastPesWhole) {
        end = 0;
    }

    private void drain() {
        int at = 0;
        int next = step(at);
        while (next > at) {
            at = next;
            next = step(at);
        }
        discard(at);
    }

    /** Takes the frame at {@code at}, or one byte of rubbish; returns where to go on, {@code at} when more bytes are needed. */
    private int step(int at) {
        if (end - at < AdtsHeader.MIN_LENGTH) {
            return at;
        }
        if (!header.wrap(buffer, at, end)) {
            return skip(at);
        }
        int next = at + header.frameLength();
        if (synchronised && header.configuration() == configuration) {
            return next <= end ? frame(at) : at;
        }
        return confirm(at, next);
    }

    /** Believes a frame out of sequence once another of its kind follows, or the PES packet ends with it. */
    private int confirm(int at, int next) {
        boolean endsPes = pesComplete && next == end;
        if (!endsPes && end - next < AdtsHeader.MIN_LENGTH) {
            return at;
        }
        boolean confirmed =
                endsPes || (following.wrap(buffer, next, end) && following.configuration() == header.configuration());
        if (!confirmed) {
            return skip(at);
        }
        synchronised = true;
        return frame(at);
    }

    private int skip(int at) {
        synchronised = false;
        counters.add(Name.SKIPPED_BYTES, 1);
        return at + 1;
    }

    private int frame(int at) {
        if (header.configuration() != configuration || header.blocks() != blocks) {
            configure(at);
        }
        if (pending.take(at)) {
            times.stated(pending.taken33());
        }
        framesInPes++;
        if (times.started() && configuration != NO_CONFIGURATION) {
            emit(at);
        } else {
            counters.add(Name.DROPPED_UNITS, 1);
        }
        return at + header.frameLength();
    }

    private void emit(int at) {
        unit.pts33 = times.next33();
        unit.dts33 = unit.pts33;
        unit.durationTicks = times.frameTicks();
        unit.firstByteNs = at >= chunkStart ? chunkNs : bufferNs;
        unit.lastByteNs = chunkNs;
        unit.bytes = buffer;
        unit.offset = at + header.headerLength();
        unit.length = header.frameLength() - header.headerLength();
        times.advance();
        out.unit(unit);
    }

    private void configure(int at) {
        blocks = header.blocks();
        times.configure(header.sampleRate(), SAMPLES_PER_BLOCK * blocks);
        if (blocks > 1) {
            out.finding(new EncoderFinding(
                    "aac-blocks",
                    "ADTS frames hold " + blocks + " AAC frames each, which cannot be separated",
                    "use a multiplexer that writes one AAC frame per ADTS frame"));
        }
        try {
            out.format(AudioSpecificConfig.ofAdts(header, buffer, at).format());
            configuration = header.configuration();
        } catch (MalformedMediaException e) {
            counters.add(Name.MALFORMED, 1);
            configuration = NO_CONFIGURATION;
        }
    }

    private void discard(int count) {
        if (count == 0) {
            return;
        }
        System.arraycopy(buffer, count, buffer, 0, end - count);
        end -= count;
        bufferNs = chunkStart <= count ? chunkNs : bufferNs;
        pending.shift(count);
        chunkStart -= count;
    }

    private void countBurst() {
        if (framesInPes == 0 || pesCounted >= PES_TO_JUDGE) {
            return;
        }
        pesCounted++;
        framesCounted += framesInPes;
        int perPes = framesCounted / pesCounted;
        if (pesCounted == PES_TO_JUDGE && perPes >= BURST_FRAMES) {
            out.audioInBursts(perPes, perPes * times.frameTicks());
        }
    }
}
