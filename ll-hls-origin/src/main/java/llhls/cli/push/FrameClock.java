package llhls.cli.push;

/**
 * Which frame is due when. Frames belong to real time: one that could not be made in its time is skipped, never delayed.
 *
 * @param startNs when frame 0 is due, monotonic
 * @param framesPerSecond a divisor of 90 000
 */
record FrameClock(long startNs, int framesPerSecond) {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int TICKS_PER_SECOND = 90_000;

    /** When {@code frame} is due. */
    long dueNs(long frame) {
        return startNs + frame * NANOS_PER_SECOND / framesPerSecond;
    }

    /** The newest frame that is due at {@code nowNs}; -1 before the first. */
    long newestDue(long nowNs) {
        long frame = Math.floorDiv((nowNs - startNs) * framesPerSecond, NANOS_PER_SECOND);
        // dueNs rounds down to whole nanoseconds, so the next one may be due already
        return dueNs(frame + 1) - nowNs <= 0 ? frame + 1 : frame;
    }

    /** Media time of {@code frame}, 90 kHz, from 0 on. */
    long ticks(long frame) {
        return frame * (TICKS_PER_SECOND / framesPerSecond);
    }
}
