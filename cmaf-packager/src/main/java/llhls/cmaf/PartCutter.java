package llhls.cmaf;

/**
 * Decides where parts and segments of the leading track end (CMAF §6.3). Pure: it keeps no state and no samples.
 *
 * <p>All quantities are 90 kHz ticks. {@code base} is the duration of the open part without its newest sample, {@code step}
 * the time from the newest sample to its successor.
 */
final class PartCutter {

    private final PartLimits limits;
    private final boolean predict;

    /**
     * @param predict true lets a part go with its last frame, whose duration is then assumed to be nominal; false waits for
     *     the frame after it
     */
    PartCutter(PartLimits limits, boolean predict) {
        this.limits = limits;
        this.predict = predict;
    }

    PartLimits limits() {
        return limits;
    }

    /** Whether the open part ends in front of the arriving sample, which does not open a segment. */
    boolean endsBefore(long base, long step, boolean keyFrame) {
        return base + step + limits.nominal() > limits.maxPart() || (keyFrame && base + step >= limits.minPart());
    }

    /** Whether the part is complete with its newest sample, without waiting for the next. */
    boolean endsAfter(long base) {
        return predict && base + 2 * limits.nominal() > limits.maxPart();
    }

    /**
     * Duration of the last sample of a part: {@code step} when the part then has a lawful length. A hole fills the part up to
     * its maximum, and irregular frames are stretched to its minimum; the next sample makes good for both.
     */
    long lastDuration(long base, long step) {
        return Math.max(1, Math.min(Math.max(step, limits.minPart() - base), limits.maxPart() - base));
    }

    /** The same for a part that also ends its segment, which may be short, but not so short that audio has nothing for it. */
    long lastOfSegmentDuration(long base, long step) {
        return Math.max(1, Math.min(Math.max(step, limits.leastPart() - base), limits.maxPart() - base));
    }

    /** Whether {@code hole} before the arriving sample is too long to be absorbed into a part. */
    boolean isHole(long hole) {
        return hole + limits.nominal() > limits.maxPart();
    }

    /**
     * Whether a key frame {@code elapsed} after the start of the segment opens the next one: when the planned duration is
     * reached, or when waiting for the next key frame could make the segment too long.
     */
    boolean opensSegment(long elapsed, long longestGop) {
        return elapsed >= limits.plannedSegment() - limits.nominal() / 2 || elapsed + longestGop > limits.maxSegment();
    }

    /** Whether a segment that lasted {@code elapsed} has no room for one more frame, so that it must end without a key frame. */
    boolean mustEnd(long elapsed) {
        return elapsed + Math.max(limits.nominal(), limits.leastPart()) > limits.maxSegment();
    }
}
