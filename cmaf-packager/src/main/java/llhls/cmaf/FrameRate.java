package llhls.cmaf;

import java.util.List;
import llhls.media.AudioFormat;
import org.jspecify.annotations.Nullable;

/**
 * Frames per second as an exact ratio, and what follows in 90 kHz ticks.
 *
 * @param frames per {@code seconds}
 * @param seconds 1 or 1001 for the usual rates
 */
record FrameRate(int frames, int seconds) {

    static final FrameRate FPS_30 = new FrameRate(30, 1);

    private static final int HZ = 90_000;
    private static final int MIN_TICKS = HZ / 240;
    private static final int MAX_TICKS = 2 * HZ;
    private static final long SNAP_TOLERANCE_PER_MYRIAD = 10; // 0.1 %: half the way from 29.97 to 30 and more

    private static final List<FrameRate> USUAL = List.of(
            new FrameRate(24_000, 1001),
            new FrameRate(24, 1),
            new FrameRate(25, 1),
            new FrameRate(30_000, 1001),
            FPS_30,
            new FrameRate(50, 1),
            new FrameRate(60_000, 1001),
            new FrameRate(60, 1));

    FrameRate {
        if (frames <= 0 || seconds <= 0) {
            throw new IllegalArgumentException("frame rate " + frames + "/" + seconds + " must be positive");
        }
    }

    /** AAC frames. */
    static FrameRate of(AudioFormat audio) {
        return new FrameRate(audio.sampleRate(), audio.samplesPerFrame());
    }

    /** The rate of {@code count} frames in {@code ticks}, snapped to a usual one that is near; null when implausible. */
    static @Nullable FrameRate measured(long count, long ticks) {
        if (count <= 0 || ticks < count * MIN_TICKS || ticks > count * MAX_TICKS) {
            return null;
        }
        FrameRate nearest = FPS_30;
        long nearestError = Long.MAX_VALUE;
        for (FrameRate usual : USUAL) {
            long error = Math.abs(usual.ticks(count) - ticks);
            if (error < nearestError) {
                nearest = usual;
                nearestError = error;
            }
        }
        boolean snaps = nearestError * 10_000 <= ticks * SNAP_TOLERANCE_PER_MYRIAD + 10_000;
        return snaps ? nearest : exact(count, ticks);
    }

    private static FrameRate exact(long count, long ticks) {
        long divisor = gcd(count * HZ, ticks);
        return new FrameRate(Math.toIntExact(count * HZ / divisor), Math.toIntExact(ticks / divisor));
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** Duration of {@code count} frames, rounded down. */
    long ticks(long count) {
        return count * HZ * seconds / frames;
    }

    /** Duration of one frame, rounded to the nearest tick. */
    long nominalTicks() {
        return (2L * HZ * seconds + frames) / (2L * frames);
    }

    /** How many frames {@code ticks} hold, rounded to the nearest. */
    long framesIn(long ticks) {
        return (2 * ticks * frames + (long) HZ * seconds) / (2L * HZ * seconds);
    }

    int milliHz() {
        return (int) ((2_000L * frames + seconds) / (2L * seconds));
    }

    /** For people: {@code 29.97 fps}. */
    @Override
    public String toString() {
        int milli = milliHz();
        return milli % 1000 == 0 ? milli / 1000 + " fps" : milli / 1000 + "." + (milli % 1000 + 5) / 10 + " fps";
    }
}
