package llhls.ingest.ts;

import java.util.ArrayList;
import java.util.List;
import llhls.ingest.ts.TsCounters.Name;
import llhls.media.AccessUnit;
import llhls.media.EncoderFinding;
import llhls.media.MediaSink;
import llhls.media.TrackFormat;
import llhls.media.time.TimestampUnwrapper;
import org.jspecify.annotations.Nullable;

/**
 * The time of one program: unwraps the times of all its tracks against one reference, keeps decoding times increasing, and
 * tells a new time base of the source from a hole (DEC-8). A new base is reported once for all tracks.
 *
 * <p>Thread: confined to its demuxer.
 */
final class ProgramTimeline {

    /** A forward step up to here is an outage, not a new time base. */
    private static final long MAX_HOLE_TICKS = 10 * Ticks33.PER_SECOND;
    /** A backward step up to here is repaired. */
    private static final long MAX_BACKWARD_TICKS = Ticks33.PER_SECOND / 2;
    /** With discontinuity_indicator a step beyond this is a new base. */
    private static final long MAX_INDICATED_STEP_TICKS = Ticks33.PER_SECOND;
    /** Pictures after a discontinuity_indicator that it may be about. */
    private static final int INDICATED_UNITS = 8;

    private static final long DECISION_NS = 300_000_000;
    private static final long ACTIVE_NS = 1_000_000_000;
    /** For so long after a change units of the old base may still come. */
    private static final long STRAGGLERS_NS = 2_000_000_000;

    private final MediaSink sink;
    private final Findings findings;
    private final TsCounters counters;
    private final List<TrackTimeline> tracks = new ArrayList<>();
    private final TimestampUnwrapper unwrapper = new TimestampUnwrapper();
    private final AudioLateness lateness = new AudioLateness();

    private boolean started;
    /** Unwrapped decoding time of the unit passed on last. */
    private long referenceTicks;

    private int indicatedUnits;
    private @Nullable TimeBaseChange change;
    /** How far the present base is from the one before. */
    private long lastShiftTicks;

    /** When the present base began to arrive. */
    private long changedNs;

    ProgramTimeline(MediaSink sink, Findings findings, TsCounters counters) {
        this.sink = sink;
        this.findings = findings;
        this.counters = counters;
    }

    /** A further track, its id the next number. */
    TrackTimeline addTrack(boolean video) {
        TrackTimeline track = new TrackTimeline(this, tracks.size(), video);
        tracks.add(track);
        return track;
    }

    int trackCount() {
        return tracks.size();
    }

    AudioLateness lateness() {
        return lateness;
    }

    /** discontinuity_indicator on the PCR PID. */
    void discontinuityIndicated() {
        indicatedUnits = INDICATED_UNITS;
    }

    void tick(long nowNs) {
        if (change != null && nowNs - change.sinceNs() >= DECISION_NS) {
            decide(change);
        }
    }

    /** No more units: those held belong to the new base. */
    void end() {
        if (change != null) {
            commit(change);
        }
    }

    void unit(TrackTimeline track, EsUnit unit) {
        tick(unit.lastByteNs);
        if (!started) {
            started = true;
            pass(track, unit, track.takeFormat());
        } else if (change != null) {
            duringChange(change, track, unit);
        } else if (track.joined) {
            onBase(track, unit);
        } else {
            join(track, unit);
        }
    }

    void lost() {
        sink.lost();
    }

    void finding(EncoderFinding finding) {
        findings.tell(finding);
    }

    void audioInBursts(int frames, long burstTicks) {
        String late = lateness.known() ? ", and arrives " + lateness.peakMs() + " ms later than its video" : "";
        findings.tell(new EncoderFinding(
                "audio-burst",
                "audio comes in bursts of " + frames + " AAC frames (" + burstTicks * 1000 / Ticks33.PER_SECOND + " ms)"
                        + late,
                "one audio frame per PES packet; ffmpeg: -pes_payload_size 0"));
    }

    private void onBase(TrackTimeline track, EsUnit unit) {
        long step = Ticks33.distance(track.lastDtsTicks, unit.dts33);
        if (isJump(track, step, unit)) {
            open(track, unit, step - track.lastDurationTicks);
        } else {
            pass(track, unit, track.takeFormat());
        }
    }

    private boolean isJump(TrackTimeline track, long step, EsUnit unit) {
        if (indicatedUnits > 0 && Math.abs(step) > MAX_INDICATED_STEP_TICKS + track.lastDurationTicks) {
            return true;
        }
        // a track that pauses while the others go on comes back on the same base
        long ahead = Math.min(step - track.lastDurationTicks, Ticks33.distance(referenceTicks, unit.dts33));
        return step < -MAX_BACKWARD_TICKS || ahead > MAX_HOLE_TICKS;
    }

    /** The first unit of a track, or the first since the base changed. */
    private void join(TrackTimeline track, EsUnit unit) {
        long distance = Ticks33.distance(referenceTicks, unit.dts33);
        boolean mayBeLate = track.delivered && unit.lastByteNs - changedNs < STRAGGLERS_NS;
        boolean left = mayBeLate && Math.abs(distance + lastShiftTicks) < Math.abs(distance);
        boolean again = track.deliveredOnBase && Ticks33.distance(track.lastDtsTicks, unit.dts33) <= 0;
        if (again) {
            drop(false, distance); // it stepped back alone, and has not yet caught up with itself
        } else if (Math.abs(distance) <= MAX_HOLE_TICKS && !left) {
            pass(track, unit, track.takeFormat());
        } else if (track == leading() && !left) {
            open(track, unit, distance);
        } else {
            drop(left, distance);
        }
    }

    private void drop(boolean late, long distance) {
        counters.add(Name.DROPPED_UNITS, 1);
        if (!late) {
            findings.tell(new EncoderFinding(
                    "track-off-base",
                    "one track's clock is " + distance / Ticks33.PER_SECOND + " s away from the others: it is dropped",
                    "check that the encoder stamps audio and video from one clock"));
        }
    }

    private void open(TrackTimeline track, EsUnit unit, long shiftTicks) {
        TimeBaseChange opened = new TimeBaseChange(track, shiftTicks, unit.lastByteNs);
        change = opened;
        hold(opened, track, unit);
    }

    private void duringChange(TimeBaseChange current, TrackTimeline track, EsUnit unit) {
        long from = track.joined ? track.lastDtsTicks + track.lastDurationTicks : referenceTicks;
        long step = Ticks33.distance(from, unit.dts33);
        boolean onNewBase = Math.abs(Ticks33.distance(current.shiftTicks(), step)) < Math.abs(step);
        if (onNewBase) {
            hold(current, track, unit);
            return;
        }
        if (track == leading()) {
            current.leadingStayed();
        }
        if (track.joined) {
            pass(track, unit, track.takeFormat());
        }
    }

    private void hold(TimeBaseChange current, TrackTimeline track, EsUnit unit) {
        boolean room = current.hold(track, unit);
        if (!room || allOnNextBase(unit.lastByteNs)) {
            commit(current);
        }
    }

    private boolean allOnNextBase(long nowNs) {
        for (TrackTimeline track : tracks) {
            boolean active = track.joined && nowNs - track.lastArrivalNs < ACTIVE_NS;
            if (active && !track.onNextBase) {
                return false;
            }
        }
        return true;
    }

    private void decide(TimeBaseChange current) {
        if (!current.isRefuted(leading())) {
            commit(current);
            return;
        }
        change = null;
        current.origin().joined = false;
        tracks.forEach(t -> t.onNextBase = false);
        for (int i = current.held().size() - 1; i >= 0; i--) {
            TimeBaseChange.Held held = current.held().get(i);
            held.track().giveBack(held.format());
            drop(false, current.shiftTicks());
        }
    }

    private void commit(TimeBaseChange current) {
        change = null;
        indicatedUnits = 0;
        lastShiftTicks = current.shiftTicks();
        changedNs = current.sinceNs();
        counters.add(Name.TIME_BASES, 1);
        lateness.reset();
        for (TrackTimeline track : tracks) {
            track.joined = false;
            track.onNextBase = false;
            track.deliveredOnBase = false;
        }
        sink.newTimeBase();
        for (TimeBaseChange.Held held : current.held()) {
            pass(held.track(), held.unit(), held.format());
        }
    }

    private void pass(TrackTimeline track, EsUnit unit, @Nullable TrackFormat format) {
        referenceTicks = unwrapper.unwrapReference(unit.dts33);
        long dts = referenceTicks;
        long pts = dts + Ticks33.distance(unit.dts33, unit.pts33);
        if (track.joined && dts <= track.lastDtsTicks) {
            counters.add(Name.REPAIRED_TIMES, 1);
            dts = track.lastDtsTicks + 1;
            pts = track.isVideo() ? pts : dts;
        }
        pts = unit.keyFrame ? Math.max(pts, dts) : pts;
        remember(track, unit, dts);
        measure(track, pts, unit.lastByteNs);
        if (format != null) {
            sink.format(track.id(), format);
        }
        counters.add(Name.ACCESS_UNITS, 1);
        sink.accessUnit(new AccessUnit(
                track.id(),
                pts,
                dts,
                unit.keyFrame,
                unit.disposable,
                unit.firstByteNs,
                unit.lastByteNs,
                unit.bytes,
                unit.offset,
                unit.length));
    }

    private void remember(TrackTimeline track, EsUnit unit, long dts) {
        track.joined = true;
        track.delivered = true;
        track.deliveredOnBase = true;
        track.lastDtsTicks = dts;
        track.lastDurationTicks = unit.durationTicks;
        track.lastArrivalNs = unit.lastByteNs;
        if (indicatedUnits > 0 && track == leading()) {
            indicatedUnits--;
        }
    }

    private void measure(TrackTimeline track, long pts, long arrivalNs) {
        if (track.isVideo()) {
            lateness.video(pts, arrivalNs);
        } else {
            lateness.audio(pts, arrivalNs);
        }
    }

    private TrackTimeline leading() {
        for (TrackTimeline track : tracks) {
            if (track.isVideo()) {
                return track;
            }
        }
        return tracks.get(0);
    }
}
