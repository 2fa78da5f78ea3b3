package llhls.cmaf;

import java.util.List;
import java.util.Map;
import llhls.media.AccessUnit;
import llhls.media.MediaSink;
import llhls.media.TrackFormat;
import llhls.media.VideoFormat;
import llhls.media.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packager of one stream name: access units of one publisher after the other in, parts and segments out. It decides when
 * a stream starts, continues and ends; {@link PackagedStream} does the work in between.
 *
 * <p>Thread: confined to the media thread of its stream.
 */
public final class Packager {

    /** Life of the stream as viewers see it. */
    public enum State {
        /** Nothing is published yet. */
        IDLE,
        /** Media flows. */
        LIVE,
        /** The source is missing, parts without media stand in for it. */
        GAP,
        /** The source did not come back; the next media starts a new stream. */
        ENDED
    }

    private static final Logger log = LoggerFactory.getLogger(Packager.class);

    // DEC-4: segments are longer than 0.25 s, so a restart always begins above every earlier number
    private static final long MSN_EPOCH_SECONDS = 1_600_000_000;
    private static final long MSN_PER_SECOND = 4;

    private final PackagerConfig config;
    private final PartSink sink;
    private final Clock clock;
    private final boolean predict;
    private final StreamPlanner planner;
    private final EncoderDoctor doctor;
    private final PackagerCounters counters = new PackagerCounters();

    private @Nullable PublisherIntake publisher;
    private @Nullable PackagedStream stream;
    private boolean ended;
    private long leastFirstMsn = 1;
    private long lastMediaNs;

    public Packager(PackagerConfig config, PartSink sink, Clock clock) {
        this(config, sink, clock, true);
    }

    /** With {@code predict} false a part waits for the frame behind it. */
    Packager(PackagerConfig config, PartSink sink, Clock clock, boolean predict) {
        this.config = config;
        this.sink = sink;
        this.clock = clock;
        this.predict = predict;
        this.planner = new StreamPlanner(config);
        this.doctor = new EncoderDoctor(sink, config);
        this.lastMediaNs = clock.nanoTime();
    }

    /** A new publisher. The sink of the one before becomes inert, and its media, if any, is behind a discontinuity. */
    public MediaSink connect() {
        if (publisher != null) {
            publisher.retire();
        }
        publisherGone();
        doctor.reset();
        lastMediaNs = clock.nanoTime();
        publisher = new PublisherIntake(this, config, counters, doctor);
        return publisher;
    }

    /** Does what time asks for; call it about every 10 ms. */
    public void tick(long nowNs) {
        if (publisher != null) {
            publisher.tick(nowNs);
        }
        PackagedStream current = stream;
        if (current == null) {
            return;
        }
        current.tick(nowNs);
        if (current.isGap()
                && nowNs - current.gapSinceNs() >= config.reconnectWindow().toNanos()) {
            endStream(current, nowNs);
            if (publisher != null) {
                publisher.startOver();
            }
        }
    }

    public State state() {
        if (stream == null) {
            return ended ? State.ENDED : State.IDLE;
        }
        return stream.isGap() ? State.GAP : State.LIVE;
    }

    /** Monotonic arrival of the last access unit of the present publisher; when it connected, before the first one. */
    public long lastMediaNs() {
        return lastMediaNs;
    }

    /** What was repaired, dropped or forced since the start. */
    public Map<String, Number> counters() {
        return counters.asMap();
    }

    PackagerCounters events() {
        return counters;
    }

    long nowNs() {
        return clock.nanoTime();
    }

    void mediaArrived(long arrivalNs) {
        lastMediaNs = arrivalNs;
    }

    /** Whether a publisher with these tracks would go on with the stream that runs. */
    boolean continuesWith(TrackSet tracks) {
        return stream != null && stream.accepts(tracks);
    }

    /** The tracks of a publisher are known, and what it sent so far. */
    void begin(PublisherIntake.Start start, long nowNs) {
        PackagedStream running = stream;
        if (running != null && running.accepts(start.tracks())) {
            resume(running, start, nowNs);
        } else {
            if (running != null) {
                endStream(running, nowNs);
            }
            stream = open(start);
        }
        for (AccessUnit unit : start.units()) {
            pass(unit, nowNs);
        }
    }

    private void resume(PackagedStream running, PublisherIntake.Start start, long nowNs) {
        TrackSet tracks = start.tracks();
        CutPlan plan = running.plan();
        if (tracks.leaderFormat() instanceof VideoFormat video) {
            LeadProfile profile = LeadProfile.of(start.leading(), video.frameDurationTicks());
            plan = plan.withRate(profile.knowsRate() ? profile.rate() : plan.rate());
            doctor.examine(profile, plan);
        } else {
            plan = plan.withRate(FrameRate.of(tracks.audio().get(0)));
        }
        running.resume(tracks, plan, nowNs);
        running.expect(start.units());
        log.info("stream continues: rate={} partFrames={}", plan.rate(), plan.partFrames());
    }

    private PackagedStream open(PublisherIntake.Start start) {
        TrackSet tracks = start.tracks();
        CutPlan plan;
        boolean independent = true;
        if (tracks.leaderFormat() instanceof VideoFormat video) {
            LeadProfile profile = LeadProfile.of(start.leading(), video.frameDurationTicks());
            plan = planner.forVideo(profile, tracks.audio());
            independent = profile.gopTicks() > 0;
            doctor.examine(profile, plan);
        } else {
            plan = planner.forAudio(tracks.audio().get(0));
        }
        StreamContext context =
                new StreamContext(new CutSchedule(firstMsn()), new WallClockAnchor(), counters, doctor, clock, predict);
        PackagedStream opened = new PackagedStream(context, sink, tracks, plan);
        opened.expect(start.units());
        StreamPlan announced = announced(tracks, plan, independent);
        log.info(
                "stream planned: firstMsn={} rate={} partFrames={} partTargetMs={} targetDurationS={}",
                context.schedule().nextMsn(),
                plan.rate(),
                plan.partFrames(),
                plan.partTargetMillis(),
                plan.targetDurationSeconds());
        sink.started(announced);
        return opened;
    }

    private static StreamPlan announced(TrackSet tracks, CutPlan plan, boolean independent) {
        List<StreamPlan.Rendition> renditions = new java.util.ArrayList<>();
        int audio = 0;
        for (TrackFormat format : tracks.formats().values()) {
            boolean video = format instanceof VideoFormat;
            String id = video ? "v1" : "a" + ++audio;
            renditions.add(
                    new StreamPlan.Rendition(id, format, video ? plan.rate().milliHz() : 0));
        }
        return new StreamPlan(renditions, plan.partTargetMillis(), plan.targetDurationSeconds(), independent);
    }

    private long firstMsn() {
        return Math.max(leastFirstMsn, MSN_PER_SECOND * (clock.now().getEpochSecond() - MSN_EPOCH_SECONDS));
    }

    void pass(AccessUnit unit, long nowNs) {
        if (stream != null) {
            stream.accept(unit, nowNs);
        }
    }

    void newTimeBase() {
        if (stream != null) {
            stream.newTimeBase(nowNs());
        }
    }

    /** A running track has another format: another codec cannot go on in the same stream. */
    void formatChanged(int track, TrackFormat before, TrackFormat after) {
        PackagedStream running = stream;
        if (running == null) {
            return;
        }
        if (TrackSet.family(before).equals(TrackSet.family(after))) {
            running.format(track, after, nowNs());
            return;
        }
        endStream(running, nowNs());
        if (publisher != null) {
            publisher.startOver();
        }
    }

    void publisherGone() {
        if (stream != null) {
            stream.suspend(nowNs());
        }
    }

    private void endStream(PackagedStream running, long nowNs) {
        running.end(nowNs);
        leastFirstMsn = running.firstMsnAfter();
        stream = null;
        ended = true;
        log.info("stream ended: nextMsn={}", leastFirstMsn);
    }
}
