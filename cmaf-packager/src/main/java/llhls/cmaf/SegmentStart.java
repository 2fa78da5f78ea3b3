package llhls.cmaf;

/**
 * What is known of a segment when it opens, before its first part: everything that must stand in front of that part in the
 * playlist (LL-036).
 *
 * @param msn media sequence number, the same in all renditions for the same time
 * @param startMicros start on the stream's cumulative playlist timeline, whole microseconds
 * @param programDateMicros Unix microseconds of the first sample
 * @param discontinuity true when the timeline, the format or the publisher changed before it
 * @param gap true when the whole segment is known to be missing (EXT-X-GAP)
 * @param init the init segment in force
 */
public record SegmentStart(
        long msn, long startMicros, long programDateMicros, boolean discontinuity, boolean gap, InitSegment init) {

    /** The same segment, now known to hold no media at all. */
    public SegmentStart asGap() {
        return new SegmentStart(msn, startMicros, programDateMicros, discontinuity, true, init);
    }
}
