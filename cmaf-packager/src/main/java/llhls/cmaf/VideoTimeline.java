package llhls.cmaf;

/**
 * The decode ledger of a video track within one epoch (CMAF §4.3): every sample begins where the one before ended, so that
 * tfdt never has a hole; what the source times differ by goes into durations and composition offsets, and presentation
 * times stay true.
 *
 * <p>Media time, 90 kHz. Thread: confined to the media thread of its stream.
 */
final class VideoTimeline {

    private final long reorderTicks;
    private long endTicks;
    private long newestDecodeTicks;

    /**
     * @param startTicks presentation time of the key frame that opens the epoch
     * @param reorderTicks its PTS minus DTS: decode times are shifted by it, so that a key frame has offset 0
     */
    VideoTimeline(long startTicks, long reorderTicks) {
        this.endTicks = startTicks;
        this.newestDecodeTicks = startTicks;
        this.reorderTicks = reorderTicks;
    }

    /** Where a sample with this DTS ought to begin. */
    long position(long dtsTicks) {
        return dtsTicks + reorderTicks;
    }

    /** End of everything whose duration is final. */
    long endTicks() {
        return endTicks;
    }

    /** Begins a sample at the end; returns its decode time. */
    long append() {
        newestDecodeTicks = endTicks;
        return newestDecodeTicks;
    }

    /** From the newest sample to a successor that ought to begin at {@code position}, at least a tick. */
    long step(long position) {
        return Math.max(1, position - newestDecodeTicks);
    }

    long newestDecodeTicks() {
        return newestDecodeTicks;
    }

    /** Fixes the duration of the newest sample. */
    void finish(long durationTicks) {
        endTicks = newestDecodeTicks + durationTicks;
    }

    /** Skips {@code ticks} that are listed as a gap part. */
    void skip(long ticks) {
        endTicks += ticks;
        newestDecodeTicks = endTicks;
    }
}
