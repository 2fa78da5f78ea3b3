package llhls.ingest.ts;

import llhls.ingest.ts.H264Assembler.Unit;
import llhls.ingest.ts.TsCounters.Name;
import llhls.media.EncoderFinding;
import llhls.media.MalformedMediaException;
import llhls.media.VideoFormat;
import llhls.media.codec.H264SliceHeader;
import llhls.media.codec.H264Sps;
import llhls.media.codec.NalUnits;
import org.jspecify.annotations.Nullable;

/**
 * Turns whole AVC access units into samples: parameter sets and format, times, pairs of fields, and what may follow a loss.
 *
 * <p>Thread: confined to its assembler.
 */
final class H264Pictures {

    private static final long NO_KEY_FRAME_NS = 10_000_000_000L;

    private final EsOutput out;
    private final TsCounters counters;
    private final H264ParameterSets parameterSets = new H264ParameterSets();
    private final H264SliceHeader slice = new H264SliceHeader();
    private final RecoveryPoint recoveryPoint = new RecoveryPoint();
    private final FrameDuration duration = new FrameDuration();
    private final VideoTimes times;
    private final LossGuard guard;
    private final AvcSample sample = new AvcSample();
    private final EsUnit unit = new EsUnit();

    private boolean started;
    private boolean derivedReported;
    private boolean waitingSince;
    private long waitingSinceNs;
    private long lastDts33;

    // the first field of a frame, until the second is there
    private boolean fieldHeld;
    private boolean heldIsBottom;
    private int heldFrameNum;

    H264Pictures(EsOutput out, OnLoss onLoss, TsCounters counters) {
        this.out = out;
        this.counters = counters;
        this.times = new VideoTimes(duration, counters);
        this.guard = new LossGuard(onLoss);
    }

    /**
     * Bytes are missing.
     *
     * @param inUnit they belong to a unit of which something was seen
     * @param disposable all its slices seen say that no other picture refers to it
     */
    void gap(boolean inUnit, boolean disposable) {
        if (inUnit) {
            counters.add(Name.DAMAGED_UNITS, 1);
        }
        if (fieldHeld) {
            dropHeldField();
        } else if (inUnit && disposable) {
            guard.disposableLost();
        } else if (inUnit) {
            guard.referenceLost();
        } else {
            guard.suspect();
        }
        out.lost();
    }

    /** The unit given out last turned out to be only the first piece of it. */
    void lastWasCutShort() {
        counters.add(Name.DAMAGED_UNITS, 1);
        if (fieldHeld) {
            dropHeldField();
        } else if (unit.disposable) {
            guard.disposableLost();
        } else {
            guard.referenceLost();
        }
        out.lost();
    }

    /** A whole access unit: the NAL units in {@code nals} up to {@code unitEnd}. */
    void picture(NalBuffer nals, int unitEnd, Unit seen) {
        try {
            storeParameterSets(nals, unitEnd);
            readSlices(nals, unitEnd);
            accept(nals, unitEnd, seen);
        } catch (MalformedMediaException e) {
            counters.add(Name.MALFORMED, 1);
            drop(true);
        }
    }

    void end() {
        emitHeldField();
    }

    private void storeParameterSets(NalBuffer nals, int unitEnd) throws MalformedMediaException {
        for (int i = 0; i < nals.count(); i++) {
            int start = nals.nalStart(i);
            int length = nals.nalEnd(i, unitEnd) - start;
            int type = length > 0 ? NalUnits.type(nals.bytes()[start]) : 0;
            if (type == NalUnits.SPS) {
                parameterSets.storeSps(nals.bytes(), start, length);
            } else if (type == NalUnits.PPS) {
                parameterSets.storePps(nals.bytes(), start, length);
            }
        }
    }

    /** Reads the head of every slice, the first one last, so that {@link #slice} holds it. */
    private void readSlices(NalBuffer nals, int unitEnd) throws MalformedMediaException {
        for (int i = nals.count() - 1; i >= 0; i--) {
            int start = nals.nalStart(i);
            int length = nals.nalEnd(i, unitEnd) - start;
            if (length > 0 && NalUnits.startsSlice(NalUnits.type(nals.bytes()[start]))) {
                slice.read(nals.bytes(), start, length);
            }
        }
    }

    private void accept(NalBuffer nals, int unitEnd, Unit seen) throws MalformedMediaException {
        boolean decodable = seen.keyFrame ? spsKnown() : parameterSets.isActive(slice.ppsId());
        if (!decodable) {
            reportMissingKeyFrame(seen.firstByteNs);
            drop(started);
            return;
        }
        H264Sps sps = parameterSets.spsOf(slice.ppsId());
        if (sps != null) {
            slice.readFrame(sps);
        }
        if (isSecondField(seen.keyFrame)) {
            sample.append(nals, unitEnd);
            unit.disposable &= !seen.referenced;
            unit.lastByteNs = seen.lastByteNs;
            emitHeldField();
            return;
        }
        emitHeldField();
        if (!times.complete(seen.times, slice.isBidirectional())) {
            drop(false);
            return;
        }
        reportDerivedTimes();
        first(nals, unitEnd, seen);
    }

    private boolean spsKnown() {
        return parameterSets.spsOf(slice.ppsId()) != null;
    }

    /** A frame, or the first field of one. */
    private void first(NalBuffer nals, int unitEnd, Unit seen) throws MalformedMediaException {
        boolean troubled = guard.isTroubled();
        if (troubled && !seen.times.hasPts()) {
            guard.referenceLost(); // no time of its own tells how much is missing
        }
        boolean randomAccess = seen.keyFrame || (troubled && hasRecoveryPoint(nals, unitEnd));
        if (!guard.admits(times.dts33(), randomAccess, duration.ticks())) {
            drop(false);
            return;
        }
        if (seen.keyFrame) {
            activate(parameterSets.activate(slice.ppsId()));
        }
        sample.clear();
        sample.append(nals, unitEnd);
        unit.pts33 = times.pts33();
        unit.dts33 = times.dts33();
        unit.keyFrame = seen.keyFrame;
        unit.disposable = !seen.referenced;
        unit.firstByteNs = seen.firstByteNs;
        unit.lastByteNs = seen.lastByteNs;
        if (started && !troubled) {
            duration.observed(Ticks33.distance(lastDts33, unit.dts33));
        }
        lastDts33 = unit.dts33;
        if (slice.fieldPicture()) {
            fieldHeld = true;
            heldIsBottom = slice.bottomField();
            heldFrameNum = slice.frameNum();
        } else {
            emit();
        }
    }

    private void activate(@Nullable VideoFormat format) {
        if (format == null) {
            return;
        }
        duration.stated(format.frameDurationTicks());
        H264Sps sps = parameterSets.spsOf(slice.ppsId());
        times.reorderDepth(sps == null ? 0 : sps.vui().maxNumReorderFrames());
        out.format(format);
        started = true;
    }

    private boolean isSecondField(boolean keyFrame) {
        return fieldHeld
                && !keyFrame
                && slice.fieldPicture()
                && slice.bottomField() != heldIsBottom
                && slice.frameNum() == heldFrameNum;
    }

    private void emitHeldField() {
        if (fieldHeld) {
            emit();
        }
    }

    private void emit() {
        fieldHeld = false;
        unit.bytes = sample.bytes();
        unit.length = sample.length();
        unit.durationTicks = duration.ticks();
        guard.passed(unit.dts33, unit.keyFrame);
        out.unit(unit);
    }

    private void dropHeldField() {
        fieldHeld = false;
        counters.add(Name.DROPPED_UNITS, 1);
        if (unit.disposable) {
            guard.disposableLost();
        } else {
            guard.referenceLost();
        }
    }

    /** @param lost true when the picture was there but cannot be used */
    private void drop(boolean lost) {
        counters.add(Name.DROPPED_UNITS, 1);
        emitHeldField();
        if (lost) {
            guard.referenceLost();
            out.lost();
        }
    }

    private boolean hasRecoveryPoint(NalBuffer nals, int unitEnd) {
        for (int i = 0; i < nals.count(); i++) {
            int start = nals.nalStart(i);
            int length = nals.nalEnd(i, unitEnd) - start;
            boolean sei = length > 0 && NalUnits.type(nals.bytes()[start]) == NalUnits.SEI;
            if (sei && recoveryPoint.isIn(nals.bytes(), start, length)) {
                return true;
            }
        }
        return false;
    }

    private void reportDerivedTimes() {
        if (times.derivesDts() && !derivedReported) {
            derivedReported = true;
            out.finding(new EncoderFinding(
                    "missing-dts-with-b-frames",
                    "pictures come out of presentation order, but the stream has no decoding times (DTS): they are guessed",
                    "switch B-frames off in the encoder, or use a multiplexer that writes DTS"));
        }
    }

    private void reportMissingKeyFrame(long arrivalNs) {
        if (started) {
            return;
        }
        if (!waitingSince) {
            waitingSince = true;
            waitingSinceNs = arrivalNs;
        } else if (arrivalNs - waitingSinceNs >= NO_KEY_FRAME_NS) {
            out.finding(new EncoderFinding(
                    "no-key-frame",
                    "10 s of video without an IDR picture that has its SPS and PPS: nothing can be shown",
                    "set a key frame interval of 1 to 2 s with IDR frames, and repeat the headers at each"));
        }
    }
}
