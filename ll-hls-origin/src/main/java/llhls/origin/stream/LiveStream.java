package llhls.origin.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llhls.cmaf.Part;
import llhls.cmaf.PartSink;
import llhls.cmaf.StreamPlan;
import llhls.media.EncoderFinding;
import llhls.media.StreamName;
import llhls.media.time.Clock;
import llhls.origin.playlist.Bandwidth;
import llhls.origin.playlist.MultivariantPlan;
import llhls.origin.playlist.MultivariantPlaylistRenderer;
import llhls.origin.playlist.PlaylistHeader;
import llhls.origin.playlist.RenditionReport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream from its first publisher to its end. Every publication becomes bytes in the store, then a snapshot, then word to
 * the listener, in this order (LL-116).
 *
 * <p>Thread: a {@link PartSink} on the stream's media thread; the public accessors may be read from any.
 */
public final class LiveStream implements PartSink {

    /** Where the stream is in its life. */
    public enum State {
        /** A publisher is there, playlists are not. */
        STARTING,
        LIVE,
        /** The source is missing, gap parts stand in. */
        GAP,
        /** ENDLIST is out. */
        ENDED,
        /** Forgotten: everything about it is 404. */
        REMOVED
    }

    private static final Logger log = LoggerFactory.getLogger(LiveStream.class);
    private static final int MAX_FINDINGS = 32;

    private final StreamName name;
    private final int windowSegments;
    private final SegmentStore store;
    private final PublicationListener listener;
    private final Clock clock;

    // confined to the media thread
    private final Map<String, EncoderFinding> findingsByCode = new LinkedHashMap<>();
    private @Nullable StreamPlan plan;
    private Map<String, Bandwidth> announced = Map.of();
    private boolean bandwidthWarned;

    // written by the media thread, read by any
    private volatile State state = State.STARTING;
    private volatile Map<String, LiveRendition> renditions = Map.of(); // set once, by started
    private volatile @Nullable PlaylistBody multivariant; // set once
    private volatile List<EncoderFinding> findings = List.of();
    private volatile Duration targetDuration = Duration.ofSeconds(2); // until the plan tells

    LiveStream(StreamName name, int windowSegments, SegmentStore store, PublicationListener listener, Clock clock) {
        this.name = name;
        this.windowSegments = windowSegments;
        this.store = store;
        this.listener = listener;
        this.clock = clock;
    }

    public StreamName name() {
        return name;
    }

    public State state() {
        return state;
    }

    /** EXT-X-TARGETDURATION, and a guess before it is known. */
    public Duration targetDuration() {
        return targetDuration;
    }

    /** True once the renditions are known. */
    public boolean started() {
        return !renditions.isEmpty();
    }

    /** Ids in track order; empty before {@link #started}. */
    public List<String> renditionIds() {
        return renditions.values().stream().map(LiveRendition::id).toList();
    }

    public boolean hasRendition(String rendition) {
        return renditions.containsKey(rendition);
    }

    /** The newest version of a rendition's playlist; null when there is no such rendition, or nothing of it yet. */
    public @Nullable RenditionSnapshot snapshot(String rendition) {
        LiveRendition found = renditions.get(rendition);
        return found == null ? null : found.snapshot();
    }

    /** The Multivariant Playlist; null until every rendition has a complete segment (LL-145). */
    public @Nullable PlaylistBody multivariant() {
        return multivariant;
    }

    /** A media resource by its URI below the stream, such as {@code v1/p4842.m4s}. */
    public @Nullable StoredMedia media(String uri) {
        return state == State.REMOVED ? null : store.find(uri);
    }

    /** The newest parts of every rendition, newest last within each. */
    public List<PartTrace> traces() {
        return renditions.values().stream().flatMap(r -> r.traces().stream()).toList();
    }

    public List<EncoderFinding> findings() {
        return findings;
    }

    @Override
    public void started(StreamPlan newPlan) {
        if (plan != null) {
            throw new IllegalStateException("started twice: stream=" + name);
        }
        plan = newPlan;
        PlaylistHeader header =
                PlaylistHeader.of(newPlan.targetDurationSeconds(), newPlan.partTargetMillis(), windowSegments);
        Map<String, LiveRendition> made = new LinkedHashMap<>();
        for (StreamPlan.Rendition rendition : newPlan.renditions()) {
            made.put(rendition.id(), new LiveRendition(rendition, header, windowSegments, store, clock));
        }
        targetDuration = Duration.ofSeconds(newPlan.targetDurationSeconds());
        renditions = made; // never changed from here on
        state = State.LIVE;
        log.info(
                "stream started: stream={} renditions={} targetDuration={}s partTarget={}ms",
                name,
                made.keySet(),
                newPlan.targetDurationSeconds(),
                newPlan.partTargetMillis());
        listener.changed(this);
    }

    @Override
    public void publish(String rendition, @Nullable Part part, @Nullable SegmentEnd end) {
        LiveRendition target = renditions.get(rendition);
        if (target == null) {
            throw new IllegalStateException("publication for an unknown rendition: " + name + "/" + rendition);
        }
        if (state == State.ENDED || state == State.REMOVED) {
            return;
        }
        boolean wasPlayable = target.playable();
        target.add(part, end);
        target.render(reportsFor(target), false);
        listener.published(this, rendition);
        if (!wasPlayable && target.playable()) {
            becamePlayable(target);
        }
        if (end != null) {
            compareBandwidth(target);
        }
    }

    @Override
    public void sourcePresent(boolean present) {
        if (state == State.LIVE || state == State.GAP) {
            state = present ? State.LIVE : State.GAP;
        }
    }

    @Override
    public void ended() {
        if (state == State.ENDED || state == State.REMOVED) {
            return;
        }
        try {
            renditions.values().forEach(LiveRendition::finish);
            for (LiveRendition rendition : renditions.values()) {
                if (!rendition.isEmpty()) {
                    rendition.render(reportsFor(rendition), true);
                }
            }
        } finally { // even when rendering fails: a name must not stay taken by a stream nobody feeds
            state = State.ENDED;
            log.info("stream ended: stream={}", name);
            listener.changed(this);
        }
    }

    @Override
    public void finding(EncoderFinding finding) {
        boolean known = findingsByCode.containsKey(finding.code());
        if (known || findingsByCode.size() >= MAX_FINDINGS) {
            return;
        }
        findingsByCode.put(finding.code(), finding);
        findings = List.copyOf(findingsByCode.values());
        log.warn(
                "encoder doctor: stream={} code={} found=\"{}\" fix=\"{}\"",
                name,
                finding.code(),
                finding.message(),
                finding.fix());
    }

    /** Another publisher: what was wrong with the one before says nothing about it; on the media thread. */
    void forgetFindings() {
        findingsByCode.clear();
        findings = List.of();
    }

    /** Takes over what is known of the publisher that goes on from {@code before} to this; on the media thread. */
    void inheritFindings(LiveStream before) {
        findingsByCode.putAll(before.findingsByCode);
        findings = before.findings();
    }

    /** The name is forgotten; on the media thread. */
    void remove() {
        state = State.REMOVED;
        listener.changed(this);
    }

    /** Another stream takes the name: what is still listed stays available for {@code keep}; on the media thread. */
    void retire(Duration keep) {
        renditions.values().forEach(rendition -> rendition.retire(keep));
    }

    /** How long a full window plays. */
    Duration windowDuration() {
        return targetDuration.multipliedBy(windowSegments);
    }

    /** The others' playlists lack its report so far, and the Multivariant Playlist may have waited for it. */
    private void becamePlayable(LiveRendition newcomer) {
        for (LiveRendition other : renditions.values()) {
            if (other != newcomer && !other.isEmpty()) {
                other.render(reportsFor(other), false);
            }
        }
        if (renditions.values().stream().allMatch(LiveRendition::playable)) {
            announce();
            listener.changed(this);
        }
    }

    private void announce() {
        StreamPlan fixed = plan;
        if (fixed == null) {
            return;
        }
        Map<String, Bandwidth> measured = new LinkedHashMap<>();
        renditions.forEach((id, rendition) -> measured.put(id, rendition.bandwidth()));
        announced = measured;
        String text = MultivariantPlaylistRenderer.render(MultivariantPlan.of(fixed, measured));
        multivariant = PlaylistBody.of(text, "m" + clock.now().toEpochMilli());
    }

    /** BANDWIDTH is never rewritten during a session; once it is too low, the operator should know (specs 4.2). */
    private void compareBandwidth(LiveRendition rendition) {
        Bandwidth promised = announced.get(rendition.id());
        if (promised == null || bandwidthWarned || !rendition.video()) {
            return;
        }
        long limit = promised.announced().peakBitsPerSecond() * 5 / 4;
        long peak = rendition.bandwidth().peakBitsPerSecond();
        if (peak > limit) {
            bandwidthWarned = true;
            log.warn(
                    "bandwidth above the announced: stream={} rendition={} bitsPerSecond={} limit={} (make the encoder's rate constant from its start)",
                    name,
                    rendition.id(),
                    peak,
                    limit);
        }
    }

    /** As fresh as the playlist that carries them: all renditions live on this thread (LL-056). */
    private List<RenditionReport> reportsFor(LiveRendition carrier) {
        List<RenditionReport> reports = new ArrayList<>();
        for (LiveRendition other : renditions.values()) {
            if (other != carrier && !other.isEmpty()) {
                reports.add(other.report());
            }
        }
        return reports;
    }
}
