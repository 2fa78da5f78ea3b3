package llhls.cmaf;

import java.nio.ByteBuffer;

/**
 * A published part: one CMAF chunk, never changed again.
 *
 * @param segment the segment it belongs to
 * @param index position in the segment, from 0
 * @param number running number in the stream, the same in all renditions for the same time (DEC-4)
 * @param bytes one read-only direct buffer, moof and mdat; empty for a gap
 * @param startMicros start on the cumulative playlist timeline
 * @param endMicros its end; parts of a segment meet exactly
 * @param independent true when it contains a sync sample
 * @param gap true when its media is missing
 * @param trace when its bytes came and when it was cut
 */
public record Part(
        SegmentStart segment,
        int index,
        long number,
        ByteBuffer bytes,
        long startMicros,
        long endMicros,
        boolean independent,
        boolean gap,
        Trace trace) {

    /** File name, without the rendition: {@code p4842.m4s}. */
    public String fileName() {
        return "p" + number + ".m4s";
    }

    /**
     * Monotonic times of one part's way, for latency traces.
     *
     * @param firstByteNs arrival of the first byte of its first sample
     * @param lastByteNs arrival of the last byte of its last sample
     * @param cutNs when the packager closed it
     */
    public record Trace(long firstByteNs, long lastByteNs, long cutNs) {}
}
