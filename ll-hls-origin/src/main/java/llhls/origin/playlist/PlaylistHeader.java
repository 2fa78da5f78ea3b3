package llhls.origin.playlist;

/**
 * The durations of a stream, the same in all its media playlists and never changed (rfc8216bis §4.4.3.7, §4.4.3.8, §6.2.1).
 *
 * @param targetDurationSeconds EXT-X-TARGETDURATION
 * @param partTargetMillis PART-TARGET
 * @param canSkip whether delta updates are offered (CAN-SKIP-UNTIL)
 */
public record PlaylistHeader(int targetDurationSeconds, int partTargetMillis, boolean canSkip) {

    private static final int HOLD_BACK_TARGETS = 3;
    private static final int SKIP_TARGETS = 6;
    /** The draft allows 2, Apple's devices want 3. */
    private static final int PART_HOLD_BACK_TARGETS = 3;

    private static final int MILLIS_PER_SECOND = 1_000;
    private static final long MICROS_PER_SECOND = 1_000_000;

    /** Offers delta updates when the window leaves something to skip: one segment more than the skip boundary. */
    public static PlaylistHeader of(int targetDurationSeconds, int partTargetMillis, int windowSegments) {
        return new PlaylistHeader(targetDurationSeconds, partTargetMillis, windowSegments > SKIP_TARGETS + 1);
    }

    public int holdBackMillis() {
        return HOLD_BACK_TARGETS * targetDurationSeconds * MILLIS_PER_SECOND;
    }

    public int skipUntilMillis() {
        return SKIP_TARGETS * targetDurationSeconds * MILLIS_PER_SECOND;
    }

    public int partHoldBackMillis() {
        return PART_HOLD_BACK_TARGETS * partTargetMillis;
    }

    /** Parts of a parent that ended so long before the end of the playlist are no longer listed (LL-064, LL-065). */
    public long partsListedMicros() {
        return MICROS_PER_SECOND * HOLD_BACK_TARGETS * targetDurationSeconds;
    }

    /** How long removed media stays available (LL-068). */
    public long retentionMicros() {
        return MICROS_PER_SECOND * SKIP_TARGETS * targetDurationSeconds;
    }

    /** The largest part index that is not nonsense (specs 2.3, row 6): twice a segment's parts and the advance part limit. */
    public long maxPartIndex() {
        long partsPerTarget = ceilDiv((long) targetDurationSeconds * MILLIS_PER_SECOND, partTargetMillis);
        long advanceLimit =
                partTargetMillis < MILLIS_PER_SECOND ? ceilDiv(3L * MILLIS_PER_SECOND, partTargetMillis) : 3;
        return 2 * partsPerTarget + advanceLimit;
    }

    private static long ceilDiv(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
