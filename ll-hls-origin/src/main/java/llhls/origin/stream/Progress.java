package llhls.origin.stream;

/**
 * How far a rendition has come.
 *
 * @param lastComplete MSN of the newest complete segment, {@link #NONE} before the first
 * @param lastPartCount how many parts that segment has
 * @param runningMsn MSN of the segment in progress, or of the one to come
 * @param runningParts how many parts it has so far
 * @param nextPart running number of the part to come, the one that the playlist hints at
 */
public record Progress(long lastComplete, int lastPartCount, long runningMsn, int runningParts, long nextPart) {

    public static final long NONE = -1;

    /** True from the first complete segment on: a playlist of parts alone is legal, but players refuse it. */
    public boolean playable() {
        return lastComplete != NONE;
    }

    /** The newest part. */
    public MediaPosition newest() {
        return runningParts > 0
                ? new MediaPosition(runningMsn, runningParts - 1L)
                : new MediaPosition(lastComplete, lastPartCount - 1L);
    }

    /**
     * Whether {@code wanted}, or anything later, is there. An index past the last part of a closed segment means part 0 of the
     * next one (roll-over, rfc8216bis §6.2.5.2).
     */
    public boolean contains(MediaPosition wanted) {
        if (!playable()) {
            return false;
        }
        if (wanted.isWholeSegment() || wanted.msn() < lastComplete) {
            return wanted.msn() <= lastComplete;
        }
        if (wanted.msn() == lastComplete) {
            return wanted.part() < lastPartCount || runningParts > 0;
        }
        return wanted.msn() == runningMsn && wanted.part() < runningParts;
    }
}
