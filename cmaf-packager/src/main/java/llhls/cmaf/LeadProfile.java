package llhls.cmaf;

import java.util.Arrays;
import java.util.List;
import llhls.media.AccessUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the buffered start of a video track shows of its regularity.
 *
 * @param rate frame rate, from the VUI when the pictures agree with it
 * @param gopTicks distance of the first two key frames; 0 when there was only one
 * @param reorderTicks presentation minus decoding time of the first key frame: the delay B-frames cost
 * @param irregularPercent how many frame intervals are no multiple of the frame duration
 * @param knowsRate false when neither VUI nor pictures tell the frame rate, which then is a guess
 */
record LeadProfile(FrameRate rate, long gopTicks, long reorderTicks, int irregularPercent, boolean knowsRate) {

    private static final long JITTER_TICKS = 180; // 2 ms: timestamps rounded to milliseconds, both ends

    /**
     * Reads {@code units}, which begin with a key frame.
     *
     * @param vuiTicks frame duration as the stream states it, 0 when it does not
     */
    static LeadProfile of(List<AccessUnit> units, int vuiTicks) {
        long[] steps = steps(units);
        long typical = median(steps);
        AccessUnit first = units.get(0);
        FrameRate rate = rate(steps, typical, vuiTicks);
        return new LeadProfile(
                rate == null ? FrameRate.FPS_30 : rate,
                gop(units),
                Math.max(0, first.ptsTicks() - first.dtsTicks()),
                irregular(steps, typical),
                rate != null);
    }

    private static long[] steps(List<AccessUnit> units) {
        long[] steps = new long[Math.max(0, units.size() - 1)];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = units.get(i + 1).dtsTicks() - units.get(i).dtsTicks();
        }
        return Arrays.stream(steps).filter(step -> step > 0).toArray();
    }

    private static long median(long[] steps) {
        long[] sorted = steps.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    /** The mean over everything, lost frames included; the VUI is exact, so it wins when it agrees within 2 %. */
    private static @Nullable FrameRate rate(long[] steps, long typical, int vuiTicks) {
        FrameRate stated = FrameRate.measured(1, vuiTicks);
        FrameRate measured = typical == 0 ? null : measure(steps, typical);
        if (stated == null) {
            return measured;
        }
        boolean agree = measured == null || Math.abs(measured.nominalTicks() - vuiTicks) * 50 <= vuiTicks;
        return agree ? stated : measured;
    }

    private static @Nullable FrameRate measure(long[] steps, long typical) {
        long frames = 0;
        long ticks = 0;
        for (long step : steps) {
            frames += Math.max(1, (step + typical / 2) / typical);
            ticks += step;
        }
        return FrameRate.measured(frames, ticks);
    }

    private static long gop(List<AccessUnit> units) {
        for (AccessUnit unit : units.subList(1, units.size())) {
            if (unit.keyFrame()) {
                return unit.ptsTicks() - units.get(0).ptsTicks();
            }
        }
        return 0;
    }

    private static int irregular(long[] steps, long typical) {
        long odd = Arrays.stream(steps)
                .filter(step -> {
                    long multiple = Math.max(1, (step + typical / 2) / typical);
                    return Math.abs(step - multiple * typical) > typical / 10 + JITTER_TICKS;
                })
                .count();
        return steps.length == 0 ? 0 : (int) (100 * odd / steps.length);
    }
}
