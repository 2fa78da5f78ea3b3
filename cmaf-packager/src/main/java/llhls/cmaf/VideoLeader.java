package llhls.cmaf;

import llhls.cmaf.PackagerCounters.Event;
import llhls.cmaf.SegmentOpening.Presence;
import llhls.cmaf.fmp4.SampleFlags;
import llhls.media.AccessUnit;
import llhls.media.TrackFormat;
import org.jspecify.annotations.Nullable;

/**
 * The video track of a stream, which all renditions are cut by (CMAF §6.3): asks {@link PartCutter} at every picture, keeps
 * the ledger and fills the parts.
 *
 * <p>Thread: confined to the media thread of its stream.
 */
final class VideoLeader implements Leader {

    private final StreamContext stream;
    private final RenditionOutput output;
    private final SegmentSequence segments;
    private final OpenPart part = new OpenPart();
    private CutPlan plan;
    private PartCutter cutter;
    private @Nullable TrackFormat nextFormat;

    // of the epoch
    private VideoTimeline ledger = new VideoTimeline(0, 0);
    private boolean epochBegun;
    private boolean awaitsKeyFrame = true;
    private boolean suspended;

    // distances of key frames
    private long longestGop;
    private long lastKeyTicks;
    private boolean gopUnbroken;

    VideoLeader(StreamContext stream, RenditionOutput output, CutPlan plan, PartLimits limits) {
        this.stream = stream;
        this.output = output;
        this.segments = new SegmentSequence(stream, output);
        this.plan = plan;
        this.cutter = new PartCutter(limits, stream.predict());
        this.longestGop = Math.max(limits.gop(), limits.nominal());
    }

    @Override
    public void plan(CutPlan next, PartLimits limits) {
        plan = next;
        cutter = new PartCutter(limits, stream.predict());
        longestGop = Math.max(limits.gop(), limits.nominal());
    }

    @Override
    public void newEpoch(int run, long nowNs) {
        suspend(nowNs);
        epochBegun = false;
        segments.breakBefore(run);
    }

    @Override
    public void newRun(int run, long nowNs) {
        segments.breakBefore(run);
    }

    /** Pictures up to the next key frame cannot be decoded with the new format, nor with the old (CMAF-069). */
    @Override
    public void format(TrackFormat format) {
        nextFormat = format;
        awaitsKeyFrame = true;
    }

    @Override
    public void suspend(long nowNs) {
        if (part.isEmpty()) {
            segments.end();
        } else {
            long base = ledger.newestDecodeTicks() - part.startTicks();
            finish(cutter.lastOfSegmentDuration(base, cutter.limits().nominal()));
            segments.part(part, ledger.endTicks(), true, nowNs);
        }
        awaitsKeyFrame = true;
        gopUnbroken = false;
    }

    @Override
    public void gapPart(boolean last, long nowNs) {
        suspended = true;
        if (!segments.isOpen()) {
            segments.openContinued(Presence.SOURCE_MISSING, ledger.endTicks());
        }
        gap(cutter.limits().plannedPart(), last, nowNs);
    }

    @Override
    public boolean accept(AccessUnit unit, long nowNs) {
        if (awaitsKeyFrame && !unit.keyFrame()) {
            stream.counters().add(Event.WITHOUT_KEY_FRAME_DROPPED);
            return false;
        }
        if (!part.hasRoomFor(unit.length())) {
            stream.counters().add(Event.UNUSABLE_DROPPED);
            return false;
        }
        awaitsKeyFrame = false;
        prepareEpoch(unit);
        suspended = false;
        place(unit, position(unit), nowNs);
        return true;
    }

    private void prepareEpoch(AccessUnit unit) {
        if (epochBegun && suspended && position(unit) + cutter.limits().nominal() < ledger.endTicks()) {
            // Gap parts already stand for this time, and they cannot be taken back.
            segments.breakBefore();
            stream.anchorAnew(unit);
            epochBegun = false;
        }
        if (!epochBegun) {
            epochBegun = true;
            Epoch epoch = Epoch.startingAt(unit.ptsTicks(), output.endMicros());
            segments.end();
            segments.epoch(epoch);
            ledger = new VideoTimeline(epoch.mediaTicks(unit.ptsTicks()), unit.ptsTicks() - unit.dtsTicks());
        }
    }

    private long position(AccessUnit unit) {
        return ledger.position(segments.epoch().mediaTicks(unit.dtsTicks()));
    }

    private void place(AccessUnit unit, long position, long nowNs) {
        boolean keyFrame = unit.keyFrame();
        boolean opens = keyFrame && opensSegment(position);
        if (part.isEmpty()) {
            opens |= keyFrame && cutter.isHole(position - ledger.endTicks());
        } else {
            opens = finishNewest(keyFrame, opens, position, nowNs);
        }
        if (opens) {
            segments.end();
        }
        if (part.isEmpty() && cutter.isHole(position - ledger.endTicks())) {
            hole(position, opens, nowNs);
        }
        openSegmentFor(opens);
        noteKeyFrame(keyFrame, position);
        append(unit, nowNs);
    }

    private boolean opensSegment(long position) {
        return segments.breaks() || !segments.inMedia() || cutter.opensSegment(segments.elapsed(position), longestGop);
    }

    /**
     * Fixes the duration of the newest sample, and ends its part when the arriving one has no place in it.
     *
     * @return whether the arriving sample opens a segment
     */
    private boolean finishNewest(boolean keyFrame, boolean opens, long position, long nowNs) {
        long base = ledger.newestDecodeTicks() - part.startTicks();
        long step = ledger.step(position);
        long full = cutter.lastOfSegmentDuration(base, step);
        boolean opensNow = opens || (keyFrame && cutter.isHole(step - full));
        boolean ends = opensNow || cutter.endsBefore(base, step, keyFrame);
        long duration = ends && !opensNow ? cutter.lastDuration(base, step) : step;
        boolean forced = !opensNow && cutter.mustEnd(elapsedWith(duration));
        if (!ends && !forced) {
            finish(step);
            return false;
        }
        finish(opensNow || forced ? Math.min(full, room()) : duration);
        closePart(opensNow, forced, nowNs);
        return opensNow;
    }

    /** How long the segment lasts when the newest sample lasts {@code duration}. */
    private long elapsedWith(long duration) {
        return segments.elapsed(ledger.newestDecodeTicks() + duration);
    }

    /** The longest the newest sample may last for the sake of the segment. */
    private long room() {
        return Math.max(1, cutter.limits().maxSegment() - elapsedWith(0));
    }

    private void finish(long duration) {
        part.lastDuration(duration);
        ledger.finish(duration);
    }

    private void closePart(boolean endsSegment, boolean forced, long nowNs) {
        if (forced) {
            noteForced();
        }
        segments.part(part, ledger.endTicks(), endsSegment || forced, nowNs);
    }

    private void noteForced() {
        stream.counters().add(Event.FORCED_CUTS);
        stream.doctor().noKeyFrame(ledger.endTicks() - lastKeyTicks, plan);
    }

    private void openSegmentFor(boolean opens) {
        if (opens) {
            if (nextFormat != null) {
                output.format(nextFormat);
                nextFormat = null;
            }
            segments.openFresh(ledger.endTicks());
            return;
        }
        if (part.isEmpty()) {
            continueSegment(cutter.limits().nominal());
        }
    }

    /** Sees to it that a segment with room for {@code ticks} more is open, without a key frame when need be. */
    private void continueSegment(long ticks) {
        long elapsed =
                segments.elapsed(ledger.endTicks() + ticks - cutter.limits().nominal());
        if (segments.isOpen() && cutter.mustEnd(elapsed)) {
            noteForced();
            segments.end();
        }
        if (!segments.isOpen()) {
            segments.openContinued(Presence.MEDIA, ledger.endTicks());
        }
    }

    private void append(AccessUnit unit, long nowNs) {
        long decode = ledger.append();
        part.add(new OpenPart.Sample(
                decode,
                (int) cutter.limits().nominal(),
                (int) (segments.epoch().mediaTicks(unit.ptsTicks()) - decode),
                SampleFlags.of(unit.keyFrame(), unit.disposable()),
                unit.firstByteNs(),
                unit.lastByteNs(),
                unit.bytes(),
                unit.offset(),
                unit.length()));
        closeWhenFull(decode - part.startTicks(), nowNs);
    }

    /** The part leaves with its last frame, and the segment with it when it has no room for more. */
    private void closeWhenFull(long base, long nowNs) {
        long nominal = cutter.limits().nominal();
        boolean ends = cutter.endsAfter(base);
        long duration = ends ? cutter.lastDuration(base, nominal) : nominal;
        boolean forced = stream.predict() && cutter.mustEnd(elapsedWith(duration));
        if (forced || ends) {
            finish(forced ? Math.min(cutter.lastOfSegmentDuration(base, nominal), room()) : duration);
            closePart(false, forced, nowNs);
        }
    }

    private void noteKeyFrame(boolean keyFrame, long position) {
        if (keyFrame) {
            long distance = position - lastKeyTicks;
            if (gopUnbroken
                    && distance > longestGop
                    && distance <= cutter.limits().maxSegment()) {
                longestGop = distance;
            }
            lastKeyTicks = position;
            gopUnbroken = true;
        }
    }

    /** Lists what is missing up to {@code position}: as segments in front of a key frame, else as parts of this segment. */
    private void hole(long position, boolean beforeKeyFrame, long nowNs) {
        stream.counters().add(Event.HOLES);
        gopUnbroken = false;
        long planned = cutter.limits().plannedSegment();
        long count = beforeKeyFrame ? ceilDiv(position - ledger.endTicks(), planned) : 1;
        for (long left = count; left > 0; left--) {
            if (beforeKeyFrame) {
                segments.openContinued(Presence.LEADER_MISSING, ledger.endTicks());
            }
            gaps((position - ledger.endTicks()) / left, beforeKeyFrame, nowNs);
        }
    }

    private void gaps(long ticks, boolean wholeSegment, long nowNs) {
        long end = ledger.endTicks() + ticks;
        for (long left = ceilDiv(ticks, cutter.limits().plannedPart()); left > 0; left--) {
            long length = (end - ledger.endTicks()) / left;
            if (!wholeSegment) {
                continueSegment(length);
            }
            gap(length, wholeSegment && left == 1, nowNs);
        }
    }

    private void gap(long length, boolean last, long nowNs) {
        long start = ledger.endTicks();
        ledger.skip(length);
        segments.gap(start, ledger.endTicks(), last, nowNs);
    }

    private static long ceilDiv(long a, long b) {
        return (a + b - 1) / b;
    }
}
