package llhls.cmaf;

import java.nio.ByteBuffer;
import llhls.cmaf.fmp4.FragmentWriter;
import llhls.cmaf.fmp4.InitSegmentWriter;
import llhls.media.TrackFormat;
import llhls.media.VideoFormat;
import llhls.media.time.Timescale;
import org.jspecify.annotations.Nullable;

/**
 * Turns the parts of one rendition into bytes and playlist times and publishes them.
 *
 * <p>Thread: confined to the media thread of its stream.
 */
final class RenditionOutput {

    private static final ByteBuffer NO_BYTES = ByteBuffer.allocateDirect(0).asReadOnlyBuffer();
    private static final long SEQUENCE_NUMBERS_PER_SEGMENT = 256;

    private final String id;
    private final FragmentWriter writer;
    private final PartSlab slab;
    private final PartSink sink;

    // for the format run
    private TrackFormat format;
    private InitSegment init;
    private Timescale timescale;

    // for the segment
    private @Nullable SegmentStart segment;
    private int partCount;
    private long endMicros;

    RenditionOutput(String id, TrackFormat format, PartSlab slab, PartSink sink) {
        this.id = id;
        this.writer = format instanceof VideoFormat ? FragmentWriter.forVideo() : FragmentWriter.forAudio();
        this.slab = slab;
        this.sink = sink;
        this.format = format;
        this.init = InitSegment.of(InitSegmentWriter.write(format));
        this.timescale = format.timescale();
    }

    /** Later segments use {@code next}; the segment that opens with it must be a discontinuity. */
    void format(TrackFormat next) {
        if (!next.equals(format)) {
            format = next;
            init = InitSegment.of(InitSegmentWriter.write(next));
            timescale = next.timescale();
        }
    }

    TrackFormat format() {
        return format;
    }

    /** End of the newest part on the playlist timeline. */
    long endMicros() {
        return endMicros;
    }

    boolean isOpen(SegmentOpening opening) {
        return segment != null && segment.msn() == opening.msn();
    }

    /** Opens {@code opening} for this rendition, whose own first sample is at {@code startTicks} (CMAF-049). */
    void open(SegmentOpening opening, long startTicks, boolean gap) {
        Epoch epoch = opening.epoch();
        segment = new SegmentStart(
                opening.msn(),
                epoch.playlistMicros(startTicks, timescale),
                opening.anchorMicros() + epoch.sourceMicros(startTicks, timescale),
                opening.discontinuity(),
                gap,
                init);
        partCount = 0;
    }

    /** Publishes the samples of {@code part}, and with them the end of the segment when the cut is its last. */
    void publish(Cut cut, OpenPart part) {
        int sequenceNumber = (int) (cut.segment().msn() * SEQUENCE_NUMBERS_PER_SEGMENT + cut.index() + 1);
        ByteBuffer bytes = part.write(writer, sequenceNumber, slab);
        Interval interval = new Interval(part.startTicks(), part.endTicks());
        publish(cut, interval, bytes, part.independent(), part.trace(cut.cutNs()));
    }

    /** Publishes a part without media. */
    void publishGap(Cut cut, long startTicks, long endTicks) {
        Part.Trace trace = new Part.Trace(cut.cutNs(), cut.cutNs(), cut.cutNs());
        publish(cut, new Interval(startTicks, endTicks), null, false, trace);
    }

    /** Publishes that the segment has ended with the part before. */
    void endSegment() {
        SegmentStart ended = segment;
        if (ended != null) {
            sink.publish(id, null, end(ended));
            segment = null;
        }
    }

    private void publish(
            Cut cut, Interval interval, @Nullable ByteBuffer bytes, boolean independent, Part.Trace trace) {
        SegmentStart start = segment;
        if (start == null || start.msn() != cut.segment().msn()) {
            throw new IllegalStateException("segment " + cut.segment().msn() + " of " + id + " is not open");
        }
        Epoch epoch = cut.segment().epoch();
        endMicros = epoch.playlistMicros(interval.end(), timescale);
        Part part = new Part(
                start,
                cut.index(),
                cut.number(),
                bytes == null ? NO_BYTES : bytes,
                epoch.playlistMicros(interval.start(), timescale),
                endMicros,
                independent,
                bytes == null,
                trace);
        partCount++;
        if (cut.last()) {
            segment = null;
        }
        sink.publish(id, part, cut.last() ? end(start) : null);
    }

    private PartSink.SegmentEnd end(SegmentStart ended) {
        return new PartSink.SegmentEnd(ended.msn(), endMicros, partCount);
    }

    private record Interval(long start, long end) {}
}
