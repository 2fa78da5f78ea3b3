package llhls.cmaf;

import java.util.Collection;
import llhls.media.AudioFormat;

/**
 * How the leading track is cut, and the durations every playlist of the stream promises (CMAF §6.1, DEC-5).
 *
 * @param rate frames of the leading track; AAC frames when there is no video
 * @param partFrames frames of a regular part, N
 * @param segmentFrames frames of a planned segment
 * @param gopFrames key frame distance, 0 when unknown
 * @param partTargetMillis PART-TARGET, which no part exceeds
 * @param targetDurationSeconds EXT-X-TARGETDURATION, which no segment exceeds when rounded
 */
record CutPlan(
        FrameRate rate,
        int partFrames,
        int segmentFrames,
        int gopFrames,
        int partTargetMillis,
        int targetDurationSeconds) {

    private static final int TICKS_PER_MILLI = 90;
    private static final int HALF_SECOND_MILLIS = 499; // what still rounds down

    /** The same promises for a leading track of another frame rate, which came back after an interruption. */
    CutPlan withRate(FrameRate other) {
        if (other.equals(rate)) {
            return this;
        }
        int frames = (int) Math.max(1, floorFrames(other, (long) partTargetMillis * TICKS_PER_MILLI));
        int segment = (int) Math.max(1, other.framesIn(rate.ticks(segmentFrames)));
        return new CutPlan(other, frames, segment, gopFrames, partTargetMillis, targetDurationSeconds);
    }

    /** The limits in ticks, given the audio tracks that follow. */
    PartLimits limits(Collection<AudioFormat> followers) {
        long max = Math.min((long) partTargetMillis * TICKS_PER_MILLI, rate.ticks(2L * partFrames + 1) / 2);
        long longestFrame = 0;
        for (AudioFormat audio : followers) {
            max = Math.min(max, wholeAudioFrames(audio));
            longestFrame = Math.max(longestFrame, audioTicks(audio, 1) + 1);
        }
        return new PartLimits(
                max,
                ((long) partTargetMillis * TICKS_PER_MILLI * 85 + 99) / 100,
                Math.max(1, longestFrame),
                rate.nominalTicks(),
                Math.min(max, rate.ticks(partFrames)),
                rate.ticks(segmentFrames),
                (1000L * targetDurationSeconds + HALF_SECOND_MILLIS) * TICKS_PER_MILLI - longestFrame,
                rate.ticks(gopFrames));
    }

    /** A video part no longer than this never holds more audio frames than fit PART-TARGET. */
    private long wholeAudioFrames(AudioFormat audio) {
        return audioTicks(audio, Math.max(1, framesInPartTarget(audio)));
    }

    /** How many AAC frames fit a part at most. */
    int framesInPartTarget(AudioFormat audio) {
        return (int) ((long) partTargetMillis * audio.sampleRate() / (1000L * audio.samplesPerFrame()));
    }

    private static long audioTicks(AudioFormat audio, int frames) {
        return frames * (long) audio.samplesPerFrame() * 90_000 / audio.sampleRate();
    }

    private static long floorFrames(FrameRate rate, long ticks) {
        long frames = rate.framesIn(ticks);
        return rate.ticks(frames) > ticks ? frames - 1 : frames;
    }
}
