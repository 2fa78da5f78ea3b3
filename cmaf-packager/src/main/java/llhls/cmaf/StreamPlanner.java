package llhls.cmaf;

import java.util.Collection;
import java.util.stream.IntStream;
import llhls.media.AudioFormat;

/** Chooses part and segment lengths from what the start of the stream shows (CMAF §6.1). Pure. */
final class StreamPlanner {

    private static final int TICKS_PER_MILLI = 90;
    private static final long ONE_SECOND = 90_000;
    private static final int MIN_HEADROOM_TICKS = 2 * TICKS_PER_MILLI; // timestamps rounded to milliseconds need it

    private final PackagerConfig config;

    StreamPlanner(PackagerConfig config) {
        this.config = config;
    }

    /** Video leads, {@code followers} are cut at its boundaries. */
    CutPlan forVideo(LeadProfile profile, Collection<AudioFormat> followers) {
        FrameRate rate = profile.rate();
        int gopFrames = (int) rate.framesIn(profile.gopTicks());
        int segmentFrames = segmentFrames(rate, gopFrames);
        int partFrames = partFrames(rate, segmentFrames, gopFrames);
        return new CutPlan(
                rate,
                partFrames,
                segmentFrames,
                gopFrames,
                partTargetMillis(rate, partFrames, followers),
                targetDuration(rate.ticks(segmentFrames), followers));
    }

    /** No video: parts and segments are whole numbers of AAC frames. */
    CutPlan forAudio(AudioFormat audio) {
        FrameRate rate = FrameRate.of(audio);
        long wish = config.partDuration().toMillis() * TICKS_PER_MILLI;
        int partFrames = (int) Math.max(1, wish * audio.sampleRate() / (ONE_SECOND * audio.samplesPerFrame()));
        long partTicks = rate.ticks(partFrames);
        int parts = (int) Math.max(1, (segmentTarget() + partTicks / 2) / partTicks);
        int segmentFrames = parts * partFrames;
        return new CutPlan(
                rate,
                partFrames,
                segmentFrames,
                1,
                ceilMillis(partFrames * 1000L * audio.samplesPerFrame(), audio.sampleRate()),
                roundedSeconds(rate.ticks(segmentFrames)));
    }

    /** The number of GOPs whose duration is nearest to the wish, at least a second. */
    private int segmentFrames(FrameRate rate, int gopFrames) {
        if (gopFrames <= 0) {
            return (int) Math.max(1, rate.framesIn(segmentTarget()));
        }
        long gop = rate.ticks(gopFrames);
        int gops = (int) Math.max(1, (segmentTarget() + gop / 2) / gop);
        while (rate.ticks((long) gops * gopFrames) < ONE_SECOND - rate.nominalTicks()) {
            gops++;
        }
        return gops * gopFrames;
    }

    /** Divides the segment, and the GOP when possible, so that no short last part exists (CMAF-063). */
    private int partFrames(FrameRate rate, int segmentFrames, int gopFrames) {
        long wish = config.partDuration().toMillis() * TICKS_PER_MILLI;
        int divisor = nearestDivisor(rate, gopFrames, wish);
        if (divisor == 0) {
            divisor = nearestDivisor(rate, segmentFrames, wish);
        }
        return divisor != 0 ? divisor : (int) Math.max(1, Math.min(segmentFrames, rate.framesIn(wish)));
    }

    /** The divisor of {@code frames} nearest to the wish and within 30 % of it; 0 when there is none. */
    private static int nearestDivisor(FrameRate rate, int frames, long wish) {
        return IntStream.rangeClosed(1, frames)
                .filter(n -> frames % n == 0 && 10 * Math.abs(rate.ticks(n) - wish) <= 3 * wish)
                .boxed()
                .min((a, b) -> Long.compare(Math.abs(rate.ticks(a) - wish), Math.abs(rate.ticks(b) - wish)))
                .orElse(0);
    }

    /** frame x min(1.02 N, N + 0.5), rounded up to a millisecond, raised to the longest audio part (DEC-5). */
    private static int partTargetMillis(FrameRate rate, int partFrames, Collection<AudioFormat> followers) {
        long hundredths = Math.min(102L * partFrames, 100L * partFrames + 50);
        int target = ceilMillis(hundredths * 10 * rate.seconds(), rate.frames());
        for (AudioFormat audio : followers) {
            int frames = audioFrames(rate.ticks(partFrames), audio);
            target = Math.max(target, ceilMillis(frames * 1000L * audio.samplesPerFrame(), audio.sampleRate()));
        }
        return target;
    }

    /**
     * The most AAC frames that start in a regular part. One more when regular parts would leave no room for jitter, as long
     * as they then still reach 85 %.
     */
    private static int audioFrames(long partTicks, AudioFormat audio) {
        long frameTicks = ONE_SECOND * audio.samplesPerFrame();
        int frames = (int) ((partTicks * audio.sampleRate() + frameTicks - 1) / frameTicks);
        long headroom = frames * frameTicks / audio.sampleRate() - partTicks;
        long withOneMore = (frames + 1) * frameTicks / audio.sampleRate();
        return headroom < MIN_HEADROOM_TICKS && 100 * partTicks >= 86 * withOneMore ? frames + 1 : frames;
    }

    /**
     * Rounded half up, and never below what an audio segment that ends a frame later rounds to. Nor below the configured
     * duration: a scene cut may make the first GOP short, and the usual ones must fit for the life of the stream.
     */
    private int targetDuration(long segmentTicks, Collection<AudioFormat> followers) {
        long longest = Math.max(segmentTicks, segmentTarget());
        for (AudioFormat audio : followers) {
            longest = Math.max(longest, segmentTicks + ONE_SECOND * audio.samplesPerFrame() / audio.sampleRate() + 1);
        }
        return roundedSeconds(longest);
    }

    private static int roundedSeconds(long ticks) {
        return (int) Math.max(1, (ticks + ONE_SECOND / 2) / ONE_SECOND);
    }

    private static int ceilMillis(long numerator, long denominator) {
        return (int) ((numerator + denominator - 1) / denominator);
    }

    private long segmentTarget() {
        return config.segmentDuration().toMillis() * TICKS_PER_MILLI;
    }
}
