package llhls.cmaf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import llhls.cmaf.PackagerCounters.Event;
import llhls.media.AccessUnit;
import llhls.media.AudioFormat;
import llhls.media.TrackFormat;
import org.jspecify.annotations.Nullable;

/**
 * A stream from {@link PartSink#started} to {@link PartSink#ended}: its renditions, what leads them, and what happens while
 * the source is missing. Publishers may come and go during its life.
 *
 * <p>Thread: confined to the media thread of its stream.
 */
final class PackagedStream {

    private static final long MAX_SILENCE_NS = 5_000_000_000L;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long MAX_STEP_TICKS = 10 * 90_000; // a longer step is another time base (DEC-8)
    private static final long MAX_STEP_BACK_TICKS = 90_000 / 2;

    private final StreamContext stream;
    private final PartSink sink;
    private final PartSlab slab = new PartSlab();
    private final List<AudioFollower> followers = new ArrayList<>();
    private final Leader leader;
    private final boolean videoLeads;

    // of the publisher
    private TrackSet tracks;
    private CutPlan plan;
    private final Set<AudioFormat> audioFormats = new HashSet<>();
    private final Map<Integer, AudioFollower> byTrack = new HashMap<>();
    private int run;
    private long lastDtsTicks;
    private boolean hasDts;
    private long lastLeadNs;

    // while the source is missing
    private @Nullable GapCadence gap;
    private long gapSinceNs;

    PackagedStream(StreamContext stream, PartSink sink, TrackSet tracks, CutPlan plan) {
        this.stream = stream;
        this.sink = sink;
        this.tracks = tracks;
        this.plan = plan;
        this.videoLeads = tracks.hasVideo();
        for (AudioFormat format : tracks.audio()) {
            String id = "a" + (followers.size() + 1);
            AudioFollower follower = new AudioFollower(stream, new RenditionOutput(id, format, slab, sink), plan);
            followers.add(follower);
            stream.schedule().addFollower(follower);
        }
        leader = videoLeads
                ? new VideoLeader(stream, new RenditionOutput("v1", tracks.leaderFormat(), slab, sink), plan, limits())
                : new AudioLeader(stream, followers.get(0), plan);
        mapTracks();
    }

    boolean isGap() {
        return gap != null;
    }

    /** Whether {@code other} tracks can go on in the renditions of this stream. */
    boolean accepts(TrackSet other) {
        return other.continues(tracks);
    }

    CutPlan plan() {
        return plan;
    }

    /** A new publisher with the same kinds of tracks: a new epoch. */
    void resume(TrackSet next, CutPlan nextPlan, long nowNs) {
        suspend(nowNs);
        tracks = next;
        plan = nextPlan;
        run++;
        mapTracks();
        Iterator<AudioFormat> formats = next.audio().iterator();
        for (AudioFollower follower : followers) {
            follower.newRun(run, formats.next());
            follower.plan(plan);
        }
        audioFormats.clear(); // suspended: every follower is up to date
        leader.plan(plan, limits());
        leader.format(next.leaderFormat());
        leader.newEpoch(run, nowNs);
        hasDts = false;
        stream.anchor().reset();
    }

    /** Units that will be passed next: the earliest of them tells the wall clock best. */
    void expect(List<AccessUnit> units) {
        units.forEach(stream::arrived);
    }

    /** One unit of a track of the stream. */
    void accept(AccessUnit unit, long nowNs) {
        if (unit.track() == tracks.leader()) {
            acceptLeading(unit, nowNs);
        } else {
            AudioFollower follower = byTrack.get(unit.track());
            if (follower != null) {
                stream.arrived(unit);
                follower.accept(unit, nowNs);
            } else {
                stream.counters().add(Event.UNKNOWN_TRACK_DROPPED);
            }
        }
    }

    private void acceptLeading(AccessUnit unit, long nowNs) {
        long step = unit.dtsTicks() - lastDtsTicks;
        if (hasDts && (step > MAX_STEP_TICKS || step < -MAX_STEP_BACK_TICKS)) {
            newTimeBase(nowNs); // the ingest should have told
        } else if (hasDts && step <= 0) {
            stream.counters().add(Event.OUT_OF_ORDER_DROPPED);
            return;
        }
        hasDts = true;
        lastDtsTicks = unit.dtsTicks();
        stream.arrived(unit);
        if (leader.accept(unit, nowNs)) {
            lastLeadNs = nowNs;
            if (gap != null) {
                gap = null;
                sink.sourcePresent(true);
            }
        }
    }

    /** The next unit of every track is on another time base. */
    void newTimeBase(long nowNs) {
        run++;
        followers.forEach(follower -> follower.newRun(run, follower.inputFormat()));
        leader.newEpoch(run, nowNs);
        hasDts = false;
        stream.anchor().reset();
    }

    /** Another format of the same kind, from the next unit of {@code track} on. */
    void format(int track, TrackFormat format, long nowNs) {
        tracks = tracks.with(track, format);
        plan = videoLeads ? plan : plan.withRate(FrameRate.of(tracks.audio().get(0)));
        boolean leading = track == tracks.leader();
        if (leading) {
            leader.format(format);
        }
        if (!leading || !videoLeads) { // pictures wait for a key frame, but audio frames must not be mixed
            run++;
        }
        for (int i = 0; i < followers.size(); i++) {
            followers.get(i).newRun(run, tracks.audio().get(i));
            followers.get(i).plan(plan);
        }
        leader.newRun(run, nowNs);
        leader.plan(plan, limits());
    }

    /** The publisher is gone, or silent: closes what runs; {@link #tick} fills the time until media comes back. */
    void suspend(long nowNs) {
        if (gap == null) {
            leader.suspend(nowNs);
            followers.forEach(follower -> follower.flush(nowNs));
            gap = new GapCadence(limits(), lastLeadNs);
            gapSinceNs = nowNs;
            sink.sourcePresent(false);
        }
    }

    void tick(long nowNs) {
        followers.forEach(follower -> follower.tick(nowNs));
        if (gap == null && nowNs - lastLeadNs >= silenceNs()) {
            suspend(nowNs);
        }
        GapCadence cadence = gap;
        while (cadence != null && cadence.isDue(nowNs)) {
            leader.gapPart(cadence.takeLast(), nowNs);
        }
    }

    /** Since when the source is missing; asked only while {@link #isGap}. */
    long gapSinceNs() {
        return gapSinceNs;
    }

    /** Ends what runs, for good. */
    void end(long nowNs) {
        leader.suspend(nowNs);
        followers.forEach(follower -> follower.flush(nowNs));
        sink.ended();
    }

    /** The least first MSN of a stream that follows this one. */
    long firstMsnAfter() {
        return stream.schedule().firstMsnAfter();
    }

    private long silenceNs() {
        return Math.min(2 * NANOS_PER_SECOND * plan.targetDurationSeconds(), MAX_SILENCE_NS);
    }

    /** Parts fit every audio format this publisher used: followers may be behind the leading track. */
    private PartLimits limits() {
        audioFormats.addAll(tracks.audio());
        return plan.limits(audioFormats);
    }

    private void mapTracks() {
        byTrack.clear();
        Iterator<AudioFollower> next = followers.iterator();
        tracks.formats().forEach((id, format) -> {
            if (format instanceof AudioFormat) {
                byTrack.put(id, next.next());
            }
        });
    }
}
