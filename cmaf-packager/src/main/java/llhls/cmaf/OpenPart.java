package llhls.cmaf;

import java.nio.ByteBuffer;
import java.util.Arrays;
import llhls.cmaf.fmp4.FragmentWriter;
import llhls.cmaf.fmp4.SampleFlags;
import llhls.cmaf.fmp4.SampleList;

/**
 * The part being filled: sample table and payload, both reused for the next part.
 *
 * <p>Thread: confined to the media thread of its stream.
 */
final class OpenPart {

    private static final int MAX_SAMPLES = 2048;
    private static final int MAX_PAYLOAD_BYTES = 32 << 20;
    private static final int INITIAL_PAYLOAD_BYTES = 64 << 10;

    private final SampleList samples = new SampleList();
    private byte[] payload = new byte[INITIAL_PAYLOAD_BYTES];

    // of the part being filled
    private int length;
    private long startTicks;
    private long firstByteNs;
    private long lastByteNs;
    private boolean independent;

    boolean isEmpty() {
        return samples.count() == 0;
    }

    /** False when a sample of {@code sampleLength} bytes would break the limits of a part: drop it. */
    boolean hasRoomFor(int sampleLength) {
        return samples.count() < MAX_SAMPLES && length <= MAX_PAYLOAD_BYTES - sampleLength;
    }

    /** Copies a sample; its duration is set by {@link #lastDuration}. */
    void add(Sample sample) {
        if (isEmpty()) {
            startTicks = sample.decodeTicks();
            firstByteNs = sample.firstByteNs();
            lastByteNs = sample.lastByteNs();
        }
        if (sample.lastByteNs() - lastByteNs > 0) {
            lastByteNs = sample.lastByteNs();
        }
        reserve(length + sample.length());
        System.arraycopy(sample.bytes(), sample.offset(), payload, length, sample.length());
        length += sample.length();
        samples.add(sample.length(), sample.duration(), sample.flags(), sample.compositionOffset());
        independent |= sample.flags() == SampleFlags.SYNC;
    }

    void lastDuration(long ticks) {
        samples.lastDuration(Math.toIntExact(ticks));
    }

    void clear() {
        samples.clear();
        length = 0;
        independent = false;
    }

    /** Decode time of the first sample, ticks of the track. */
    long startTicks() {
        return startTicks;
    }

    /** Start plus all durations. */
    long endTicks() {
        return startTicks + samples.totalDuration();
    }

    boolean independent() {
        return independent;
    }

    Part.Trace trace(long cutNs) {
        return new Part.Trace(firstByteNs, lastByteNs, cutNs);
    }

    /** Writes the chunk into a region of {@code slab}. */
    ByteBuffer write(FragmentWriter writer, int sequenceNumber, PartSlab slab) {
        ByteBuffer out = slab.take(writer.headerLength(samples) + length);
        writer.writeHeader(samples, sequenceNumber, startTicks, out);
        out.put(payload, 0, length).flip();
        return out.asReadOnlyBuffer();
    }

    private void reserve(int wanted) {
        if (payload.length < wanted) {
            payload = Arrays.copyOf(payload, Math.max(wanted, 2 * payload.length));
        }
    }

    /** One sample with borrowed bytes; times in ticks of the track. */
    @SuppressWarnings("ArrayRecordComponent") // borrowed bytes, never compared or kept
    record Sample(
            long decodeTicks,
            int duration,
            int compositionOffset,
            int flags,
            long firstByteNs,
            long lastByteNs,
            byte[] bytes,
            int offset,
            int length) {}
}
