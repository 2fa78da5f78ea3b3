package llhls.origin.stream;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import llhls.cmaf.InitSegment;
import llhls.cmaf.Part;
import llhls.cmaf.PartSink.SegmentEnd;
import llhls.cmaf.StreamPlan;
import llhls.media.VideoFormat;
import llhls.media.time.Clock;
import llhls.origin.playlist.Bandwidth;
import llhls.origin.playlist.DeltaUpdate;
import llhls.origin.playlist.MediaPlaylist;
import llhls.origin.playlist.MediaPlaylistRenderer;
import llhls.origin.playlist.MultivariantPlan;
import llhls.origin.playlist.PlaylistHeader;
import llhls.origin.playlist.PlaylistSegment;
import llhls.origin.playlist.RenditionReport;
import org.jspecify.annotations.Nullable;

/**
 * One rendition of a live stream: puts its bytes into the store, slides its window, renders its snapshots.
 *
 * <p>Thread: confined to the stream's media thread, except {@link #snapshot} and {@link #traces}.
 */
final class LiveRendition {

    private static final int KEPT_TRACES = 64;
    private static final int KEPT_RATES = 8;
    private static final long NANOS_PER_MICRO = 1_000;

    private final String id;
    private final boolean video;
    private final PlaylistHeader header;
    private final Duration windowDuration;
    private final RenditionWindow window;
    private final SegmentStore store;
    private final Clock clock;
    private final Deque<PartTrace> recent = new ArrayDeque<>(KEPT_TRACES);
    private final Deque<Bandwidth.Measured> measured = new ArrayDeque<>();
    private long version;

    private volatile @Nullable RenditionSnapshot snapshot; // written by the media thread, read by any
    private volatile List<PartTrace> traces = List.of(); // likewise

    LiveRendition(
            StreamPlan.Rendition plan, PlaylistHeader header, int windowSegments, SegmentStore store, Clock clock) {
        this.id = plan.id();
        this.video = plan.format() instanceof VideoFormat;
        this.header = header;
        this.windowDuration = Duration.ofSeconds((long) windowSegments * header.targetDurationSeconds());
        this.window = new RenditionWindow(id, header, windowSegments);
        this.store = store;
        this.clock = clock;
    }

    /** Null before the first publication. */
    @Nullable
    RenditionSnapshot snapshot() {
        return snapshot;
    }

    /** The newest parts, newest last. */
    List<PartTrace> traces() {
        return traces;
    }

    String id() {
        return id;
    }

    boolean video() {
        return video;
    }

    /** Takes over a publication: bytes first, then the window. {@link #render} makes it visible. */
    void add(@Nullable Part part, @Nullable SegmentEnd end) {
        if (part != null) {
            storePart(part);
            window.add(part);
        }
        if (end != null) {
            storeSegment(window.close(end));
        }
        slide();
    }

    /** Nothing follows: a segment in progress ends with the parts it has. {@link #render} makes it visible. */
    void finish() {
        SegmentEnd end = window.endOfRunning();
        if (end != null) {
            add(null, end);
        }
    }

    /** Renders once and publishes by one volatile store. */
    void render(List<RenditionReport> reports, boolean ended) {
        MediaPlaylist playlist = window.playlist(reports, ended);
        Progress progress = window.progress();
        String tag = progress.newest().msn() + "." + progress.newest().part() + "." + ++version;
        PlaylistBody full = PlaylistBody.of(MediaPlaylistRenderer.full(playlist), tag);
        int skipped = DeltaUpdate.skippedSegments(playlist);
        PlaylistBody delta =
                skipped == 0 ? full : PlaylistBody.of(MediaPlaylistRenderer.delta(playlist, skipped), tag + "-d");
        snapshot = new RenditionSnapshot(header, progress, full, delta, clock.now(), ended);
        noteTraces();
    }

    boolean isEmpty() {
        return window.isEmpty();
    }

    boolean playable() {
        return window.progress().playable();
    }

    /** Where it stands, for the others' playlists. */
    RenditionReport report() {
        MediaPosition newest = window.progress().newest();
        return new RenditionReport(MultivariantPlan.uri(id), newest.msn(), (int) newest.part());
    }

    /** Rates of the newest complete segments. */
    Bandwidth bandwidth() {
        return Bandwidth.of(List.copyOf(measured), header.targetDurationSeconds());
    }

    /** Keeps all that is still listed for {@code keep} and then lets it go: the playlist itself is being replaced. */
    void retire(Duration keep) {
        long atNs = clock.nanoTime() + keep.toNanos();
        for (PlaylistSegment segment : window.complete()) {
            store.expire(uri("s" + segment.msn() + ".m4s"), atNs);
            store.expire(uri(segment.start().init().name()), atNs);
            segment.parts().forEach(part -> store.expire(uri(part.fileName()), atNs));
        }
    }

    private void storePart(Part part) {
        StoredMedia.Availability now = new StoredMedia.Availability(clock.now(), partLifetime());
        if (part.index() == 0) {
            InitSegment init = part.segment().init();
            store.put(uri(init.name()), media(StoredMedia.Kind.INIT, List.of(init.bytes())));
        }
        if (!part.gap()) {
            PartTrace trace = new PartTrace(id, part, clock);
            remember(trace);
            store.put(
                    uri(part.fileName()),
                    StoredMedia.of(StoredMedia.Kind.PART, video, List.of(part.bytes()), now, trace));
        }
    }

    private void storeSegment(PlaylistSegment closed) {
        List<ByteBuffer> buffers = closed.parts().stream()
                .filter(part -> !part.gap())
                .map(Part::bytes)
                .toList();
        StoredMedia media = media(StoredMedia.Kind.SEGMENT, buffers);
        if (media.lengthBytes() > 0) {
            store.put(uri("s" + closed.msn() + ".m4s"), media);
            if (measured.size() == KEPT_RATES) {
                measured.remove();
            }
            measured.add(new Bandwidth.Measured(
                    media.lengthBytes(), closed.endMicros() - closed.start().startMicros()));
        }
    }

    private StoredMedia media(StoredMedia.Kind kind, List<ByteBuffer> buffers) {
        return StoredMedia.of(kind, video, buffers, new StoredMedia.Availability(clock.now(), segmentLifetime()), null);
    }

    /** What leaves the playlist stays available: caches may hand out older playlists (specs 1.10). */
    private void slide() {
        long nowNs = clock.nanoTime();
        long keptNs = header.retentionMicros() * NANOS_PER_MICRO;
        for (PlaylistSegment segment : window.dropParts()) {
            segment.parts().forEach(part -> store.expire(uri(part.fileName()), nowNs + keptNs));
        }
        for (PlaylistSegment segment : window.dropSegments()) {
            long durationNs = (segment.endMicros() - segment.start().startMicros()) * NANOS_PER_MICRO;
            long atNs = nowNs + keptNs + durationNs;
            store.expire(uri("s" + segment.msn() + ".m4s"), atNs);
            String init = segment.start().init().name();
            if (!window.uses(init)) {
                store.expire(uri(init), atNs);
            }
        }
    }

    /** Listed for half the retention at least, see {@link PlaylistHeader#partsListedMicros}, then retained. */
    private Duration partLifetime() {
        return Duration.ofNanos((header.partsListedMicros() + header.retentionMicros()) * NANOS_PER_MICRO);
    }

    private Duration segmentLifetime() {
        return windowDuration.plusNanos(header.retentionMicros() * NANOS_PER_MICRO);
    }

    private void remember(PartTrace trace) {
        if (recent.size() == KEPT_TRACES) {
            recent.remove();
        }
        recent.add(trace);
    }

    private void noteTraces() {
        PartTrace newest = recent.peekLast();
        if (newest != null && newest.publishedUs() == 0) {
            newest.published(clock);
            traces = List.copyOf(recent);
        }
    }

    private String uri(String file) {
        return id + "/" + file;
    }
}
