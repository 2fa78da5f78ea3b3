package llhls.origin.stream;

/**
 * A place in a rendition.
 *
 * @param msn media sequence number
 * @param part index of a part of that segment, or {@link #WHOLE_SEGMENT}
 */
public record MediaPosition(long msn, long part) {

    /** The segment when it is complete; none of its parts will do. */
    public static final long WHOLE_SEGMENT = -1;

    /** Whatever complete segment comes first. */
    public static final MediaPosition FIRST_SEGMENT = new MediaPosition(0, WHOLE_SEGMENT);

    boolean isWholeSegment() {
        return part == WHOLE_SEGMENT;
    }
}
