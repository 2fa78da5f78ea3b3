package llhls.cmaf;

import llhls.cmaf.SegmentOpening.Presence;
import llhls.media.AccessUnit;
import llhls.media.AudioFormat;
import llhls.media.TrackFormat;
import llhls.media.time.Timescale;

/**
 * Cuts a stream without video (CMAF §6.4): every part has the same number of AAC frames, every segment the same number of
 * parts. The frames themselves are published by an {@link AudioFollower}, as in a stream with video.
 *
 * <p>Thread: confined to the media thread of its stream.
 */
final class AudioLeader implements Leader {

    private final SegmentSequence segments;
    private final StreamContext stream;
    private final AudioFollower track;
    private CutPlan plan;

    private AudioFormat format;
    private AudioFormat nextFormat;
    private boolean epochBegun;
    private boolean suspended;
    private long cutTicks; // end of the part cut last, in ticks of the sample rate
    private long newestEndTicks; // end of the newest frame

    AudioLeader(StreamContext stream, AudioFollower track, CutPlan plan) {
        this.stream = stream;
        this.segments = new SegmentSequence(stream, null);
        this.track = track;
        this.plan = plan;
        this.format = track.inputFormat();
        this.nextFormat = format;
    }

    @Override
    public void plan(CutPlan next, PartLimits limits) {
        plan = next;
    }

    @Override
    public void newEpoch(int run, long nowNs) {
        newRun(run, nowNs);
    }

    /** Without pictures to wait for, the next frame begins the run, and simply a new epoch with it. */
    @Override
    public void newRun(int run, long nowNs) {
        suspend(nowNs);
        segments.breakBefore(run);
        epochBegun = false;
    }

    @Override
    public void format(TrackFormat next) {
        nextFormat = (AudioFormat) next;
    }

    @Override
    public boolean accept(AccessUnit unit, long nowNs) {
        if (epochBegun && suspended && mediaTicks(unit) + frame() < cutTicks) {
            segments.breakBefore(); // gap parts already stand for this time
            stream.anchorAnew(unit);
            epochBegun = false;
        }
        if (!epochBegun) {
            beginEpoch(unit, nowNs);
        }
        suspended = false;
        track.accept(unit, nowNs);
        long source = mediaTicks(unit);
        newestEndTicks = source + frame();
        while (source + frame() + frame() / 2 > cutTicks + partTicks()) {
            cut(cutTicks + partTicks(), false, nowNs);
        }
        return true;
    }

    private void beginEpoch(AccessUnit unit, long nowNs) {
        suspend(nowNs);
        epochBegun = true;
        format = nextFormat;
        segments.epoch(Epoch.startingAt(unit.ptsTicks(), track.endMicros()));
        cutTicks = mediaTicks(unit);
    }

    @Override
    public void suspend(long nowNs) {
        if (epochBegun && 2 * (newestEndTicks - cutTicks) > frame()) {
            cut(newestEndTicks, true, nowNs);
        }
        segments.end();
    }

    @Override
    public void gapPart(boolean last, long nowNs) {
        suspended = true;
        if (!segments.isOpen()) {
            segments.openContinued(Presence.SOURCE_MISSING, leadTicks(cutTicks));
        }
        long start = cutTicks;
        cutTicks += partTicks();
        newestEndTicks = cutTicks;
        segments.gap(leadTicks(start), leadTicks(cutTicks), last, nowNs);
    }

    private void cut(long endTicks, boolean last, long nowNs) {
        if (!segments.inMedia()) {
            segments.end();
            segments.openFresh(leadTicks(cutTicks));
        }
        cutTicks = endTicks;
        boolean full = stream.schedule().partCount() + 1 >= plan.segmentFrames() / plan.partFrames();
        segments.part(null, leadTicks(endTicks), last || full, nowNs);
    }

    private long mediaTicks(AccessUnit unit) {
        return Timescale.HZ_90000.rescale(segments.epoch().mediaTicks(unit.ptsTicks()), format.timescale());
    }

    /** 90 kHz, rounded down, so that the frame that begins at {@code ticks} is not before it. */
    private long leadTicks(long ticks) {
        long whole = Math.floorDiv(ticks, format.sampleRate());
        long rest = Math.floorMod(ticks, (long) format.sampleRate());
        return whole * 90_000 + rest * 90_000 / format.sampleRate();
    }

    private long frame() {
        return format.samplesPerFrame();
    }

    private long partTicks() {
        return plan.partFrames() * frame();
    }
}
