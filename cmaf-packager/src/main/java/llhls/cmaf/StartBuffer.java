package llhls.cmaf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import llhls.media.AccessUnit;
import llhls.media.TrackFormat;
import llhls.media.VideoFormat;

/**
 * Keeps copies of what a publisher sends until the tracks are known and the plan is fixed (DEC-11). Video is kept from its
 * first key frame on.
 *
 * <p>Thread: confined to the media thread of its stream.
 */
final class StartBuffer {

    static final int MAX_MEBIBYTES = 64;

    private static final long MAX_BYTES = (long) MAX_MEBIBYTES << 20;
    private static final int MIN_PICTURES_FOR_RATE = 8;
    private static final int MIN_PICTURES_FOR_PLAN = 15; // fewer may look regular by chance
    private static final int MAX_UNITS = 8_192;
    private static final long MAX_NS = 10_000_000_000L;
    private static final long MAX_TICKS = 10 * 90_000;
    private static final long MEASURE_TICKS = 4 * 90_000;
    private static final int REGULAR_PERCENT = 5;

    private final List<AccessUnit> units = new ArrayList<>();
    private long bytes;
    private int pictures;
    private int keyFrames;
    private long firstKeyNs;
    private long firstKeyTicks;
    private long newestTicks;
    private boolean longEnough;

    /** Keeps {@code unit}, or not: false when it is video before the first key frame, or no room is left. */
    boolean add(AccessUnit unit, TrackFormat format, long nowNs) {
        boolean video = format instanceof VideoFormat;
        if (video && !unit.keyFrame() && keyFrames == 0) {
            return false;
        }
        if (isFull() && keyFrames == 0) {
            dropOldest();
        }
        if (isFull()) {
            return false;
        }
        if (video && unit.keyFrame()) {
            noteKeyFrame(unit, nowNs);
        }
        byte[] copy = Arrays.copyOfRange(unit.bytes(), unit.offset(), unit.offset() + unit.length());
        units.add(new AccessUnit(
                unit.track(),
                unit.ptsTicks(),
                unit.dtsTicks(),
                unit.keyFrame(),
                unit.disposable(),
                unit.firstByteNs(),
                unit.lastByteNs(),
                copy,
                0,
                copy.length));
        bytes += copy.length;
        pictures += video ? 1 : 0;
        newestTicks = video ? unit.ptsTicks() : newestTicks;
        longEnough |= video && unit.ptsTicks() - firstKeyTicks >= MAX_TICKS;
        return true;
    }

    boolean isFull() {
        return bytes >= MAX_BYTES || units.size() >= MAX_UNITS;
    }

    boolean hasKeyFrame() {
        return keyFrames > 0;
    }

    /** Whether there are enough pictures to measure their frame rate. */
    boolean showsRate() {
        return pictures >= MIN_PICTURES_FOR_RATE;
    }

    /** Whether the frames of video track {@code track} come at a constant rate, some missing ones allowed. */
    boolean isRegular(int track) {
        return pictures >= MIN_PICTURES_FOR_PLAN
                && LeadProfile.of(unitsOf(track), 0).irregularPercent() <= REGULAR_PERCENT;
    }

    /** Whether even an irregular track shows its usual rate. */
    boolean isLongEnoughToMeasure() {
        return newestTicks - firstKeyTicks >= MEASURE_TICKS;
    }

    boolean hasSecondKeyFrame() {
        return keyFrames > 1;
    }

    /** Whether the second key frame was awaited long enough. */
    boolean isOver(long nowNs) {
        return hasKeyFrame() && (longEnough || isFull() || nowNs - firstKeyNs >= MAX_NS);
    }

    /** Everything kept, in order of arrival. */
    List<AccessUnit> units() {
        return List.copyOf(units);
    }

    List<AccessUnit> unitsOf(int track) {
        return units.stream().filter(unit -> unit.track() == track).toList();
    }

    void clear() {
        units.clear();
        bytes = 0;
        pictures = 0;
        keyFrames = 0;
        longEnough = false;
    }

    private void noteKeyFrame(AccessUnit unit, long nowNs) {
        keyFrames++;
        if (keyFrames == 1) {
            firstKeyNs = nowNs;
            firstKeyTicks = unit.ptsTicks();
        }
    }

    private void dropOldest() {
        bytes -= units.remove(0).length();
    }
}
