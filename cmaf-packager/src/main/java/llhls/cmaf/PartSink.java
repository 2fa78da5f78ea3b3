package llhls.cmaf;

import llhls.media.EncoderFinding;
import org.jspecify.annotations.Nullable;

/**
 * Where finished parts go: the seam between packager and origin.
 *
 * <p>Order: {@link #started}, then publications, then {@link #ended}; after that {@code started} may come again for a new
 * stream under the same name. Thread: the stream's media thread.
 */
public interface PartSink {

    /** The stream can be played from now on; renditions and durations never change until {@link #ended}. */
    void started(StreamPlan plan);

    /**
     * One atomic change of a rendition's playlist: a new part, the end of the running segment, or both (LL-040, LL-041).
     *
     * @param rendition its id
     * @param part the new part; null when only the segment ends
     * @param end the end of the segment that {@code part} (or the part before) belongs to; null while it goes on
     */
    void publish(String rendition, @Nullable Part part, @Nullable SegmentEnd end);

    /** The media source comes and goes: false while gap parts stand in for it (state {@code gap} of DEC-16). */
    void sourcePresent(boolean present);

    /** The publisher is gone for good: ENDLIST. */
    void ended();

    /** Something the encoder should do differently; may repeat. */
    void finding(EncoderFinding finding);

    /**
     * @param msn the segment that ends
     * @param endMicros its end on the cumulative playlist timeline
     * @param partCount how many parts it has
     */
    record SegmentEnd(long msn, long endMicros, int partCount) {}
}
