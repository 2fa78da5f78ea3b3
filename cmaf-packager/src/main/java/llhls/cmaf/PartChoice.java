package llhls.cmaf;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.IntStream;
import llhls.media.AudioFormat;

/**
 * How many frames make a part: near the wish, dividing the GOP when possible, and so many that a regular part reaches 85 % of
 * PART-TARGET, which long AAC frames may raise well above it (CMAF §6.1, §6.3). Pure.
 *
 * @param rate of the leading video track
 * @param wish the configured part duration
 * @param followers audio that is cut at the same boundaries
 */
record PartChoice(FrameRate rate, Duration wish, Collection<AudioFormat> followers) {

    private static final int TICKS_PER_MILLI = 90;
    private static final int LEAST_PERCENT = 86; // of PART-TARGET; 85 is the rule

    /** Divides the GOP, else the segment, so that no short last part exists (CMAF-063), else just fits. */
    int frames(int gopFrames, int segmentFrames) {
        int divisor = nearestDivisor(gopFrames);
        if (divisor == 0) {
            divisor = nearestDivisor(segmentFrames);
        }
        return divisor != 0 ? divisor : nearest(segmentFrames);
    }

    /** The divisor of {@code frames} nearest to the wish and within 30 % of it; 0 when there is none. */
    private int nearestDivisor(int frames) {
        return IntStream.rangeClosed(1, frames)
                .filter(n -> frames % n == 0 && 10 * distance(n) <= 3 * wishTicks() && reachesTarget(n))
                .boxed()
                .min(Comparator.comparingLong(this::distance))
                .orElse(0);
    }

    private int nearest(int segmentFrames) {
        int plain = (int) Math.max(1, Math.min(segmentFrames, rate.framesIn(wishTicks())));
        return IntStream.rangeClosed(1, segmentFrames)
                .filter(this::reachesTarget)
                .boxed()
                .min(Comparator.comparingLong(this::distance))
                .orElse(plain);
    }

    private boolean reachesTarget(int frames) {
        long target = (long) StreamPlanner.partTargetMillis(rate, frames, followers) * TICKS_PER_MILLI;
        return 100 * rate.ticks(frames) >= LEAST_PERCENT * target;
    }

    private long distance(int frames) {
        return Math.abs(rate.ticks(frames) - wishTicks());
    }

    private long wishTicks() {
        return wish.toMillis() * TICKS_PER_MILLI;
    }
}
