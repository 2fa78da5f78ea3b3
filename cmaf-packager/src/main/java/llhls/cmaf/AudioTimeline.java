package llhls.cmaf;

/**
 * The decode ledger of an audio track within one format run (CMAF §4.4): frames are counted, their timestamps only decide
 * whether frames are missing, overlap, or drift away.
 *
 * <p>Media time in ticks of the sample rate. Thread: confined to the media thread of its stream.
 */
final class AudioTimeline {

    /** The frame overlaps what is written by half a frame or more. */
    static final long OVERLAPS = Long.MIN_VALUE;

    private static final int DRIFT_HOLD_SECONDS = 2;
    private static final int JITTER_PER_SECOND = 100; // 10 ms

    private final int sampleRate;
    private final int frame;
    private long nextTicks;
    private long errorTicks;
    private long driftSinceTicks = OVERLAPS;

    /**
     * @param nextTicks first slot
     * @param sampleRate ticks per second
     * @param frame ticks per frame
     */
    AudioTimeline(long nextTicks, int sampleRate, int frame) {
        this.nextTicks = nextTicks;
        this.sampleRate = sampleRate;
        this.frame = frame;
    }

    /** The timeline whose slots match a frame at {@code sourceTicks} and whose first slot is not before {@code startTicks}. */
    static AudioTimeline alignedTo(long sourceTicks, long startTicks, int sampleRate, int frame) {
        long first = startTicks + Math.floorMod(sourceTicks - startTicks, (long) frame);
        return new AudioTimeline(first, sampleRate, frame);
    }

    /** The next free slot, which is the end of everything written. */
    long nextTicks() {
        return nextTicks;
    }

    /** The slot of a frame whose timestamp says {@code sourceTicks}; {@link #OVERLAPS} when it has none. */
    long slot(long sourceTicks) {
        long error = sourceTicks - nextTicks;
        if (2 * error <= -frame) {
            return OVERLAPS;
        }
        // Exactly half a frame late is not missing: it is what a dropped frame leaves behind when clocks drift.
        long missing = 2 * error <= frame ? 0 : Math.floorDiv(2 * error + frame, 2L * frame);
        return nextTicks + missing * frame;
    }

    /** Notes by how much a frame that got slot {@code slotTicks} is off, for the drift correction. */
    void observe(long sourceTicks, long slotTicks) {
        errorTicks = sourceTicks - slotTicks;
        if (Math.abs(errorTicks) * JITTER_PER_SECOND <= sampleRate) {
            driftSinceTicks = OVERLAPS;
        } else if (driftSinceTicks == OVERLAPS) {
            driftSinceTicks = slotTicks;
        }
    }

    /** Takes one slot. */
    void advance() {
        nextTicks += frame;
    }

    /** How many slots begin before {@code endTicks}, a bound in 90 kHz ticks. */
    long slotsBefore(long endTicks) {
        return slotsBefore(endTicks, 0);
    }

    /** The same when the ledger stood {@code shiftTicks} later. */
    long slotsBefore(long endTicks, long shiftTicks) {
        long ticks = ceilTicks(endTicks) - nextTicks - shiftTicks;
        return ticks <= 0 ? 0 : (ticks + frame - 1) / frame;
    }

    /** Takes {@code slots} slots. */
    void skip(long slots) {
        nextTicks += slots * frame;
    }

    /** The constant error to correct at a segment start: 0 unless it stayed above 10 ms for 2 s. */
    long drift() {
        boolean held =
                driftSinceTicks != OVERLAPS && nextTicks - driftSinceTicks >= (long) DRIFT_HOLD_SECONDS * sampleRate;
        return held ? errorTicks : 0;
    }

    /** Moves the ledger by {@link #drift}. */
    void correctDrift() {
        nextTicks += drift();
        driftSinceTicks = OVERLAPS;
    }

    /** The first tick of this clock that is not before {@code ticks} of 90 kHz; exact for 64-bit times. */
    long ceilTicks(long ticks) {
        return ceilTicks(ticks, sampleRate);
    }

    static long ceilTicks(long ticks, int sampleRate) {
        long whole = Math.floorDiv(ticks, 90_000);
        long rest = Math.floorMod(ticks, 90_000L);
        return whole * sampleRate + (rest * sampleRate + 89_999) / 90_000;
    }
}
