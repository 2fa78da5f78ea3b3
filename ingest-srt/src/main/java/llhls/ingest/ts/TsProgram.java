package llhls.ingest.ts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import llhls.media.EncoderFinding;
import llhls.media.MediaSink;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program being published: its elementary streams, and the tracks they feed. A changed PMT disturbs only what changed
 * in it.
 *
 * <p>Thread: confined to its demuxer.
 */
final class TsProgram {

    private static final Logger log = LoggerFactory.getLogger(TsProgram.class);
    /** Tracks a connection may ever open, so that a flapping PMT costs nothing. */
    private static final int MAX_TRACKS = 64;

    /** Of video: each may keep megabytes of a picture, and one is published. */
    private static final int MAX_VIDEO_STREAMS = 4;

    private final MediaSink sink;
    private final OnLoss onLoss;
    private final PidTable pids;
    private final Findings findings;
    private final ProgramTimeline timeline;
    private final Map<ProgramMap.Stream, EsPid> running = new LinkedHashMap<>();
    /** Tracks whose stream left the PMT: it may come back. Each track is either here or running. */
    private final Map<ProgramMap.Stream, TrackTimeline> retired = new LinkedHashMap<>();

    private int pcrPid = TsPacketView.NULL_PID;

    TsProgram(MediaSink sink, OnLoss onLoss, PidTable pids, Findings findings, TsCounters counters) {
        this.sink = sink;
        this.onLoss = onLoss;
        this.pids = pids;
        this.findings = findings;
        this.timeline = new ProgramTimeline(sink, findings, counters);
    }

    ProgramTimeline timeline() {
        return timeline;
    }

    int pcrPid() {
        return pcrPid;
    }

    /** Snapshot of the running streams. */
    List<EsPid> streams() {
        return List.copyOf(running.values());
    }

    /** Takes over what {@code map} says. */
    void apply(ProgramMap map) {
        pcrPid = map.pcrPid();
        List<ProgramMap.Stream> came = new ArrayList<>();
        for (ProgramMap.Stream stream : map.streams()) {
            if (stream.kind().isSupported() && runningAs(stream) == null) {
                came.add(stream);
            }
        }
        List<ProgramMap.Stream> left = new ArrayList<>(running.keySet());
        left.removeIf(old -> map.streams().stream().anyMatch(old::sameAs));
        Map<ProgramMap.Stream, EsPid> ended = stop(left);
        int before = timeline.trackCount();
        came.forEach(stream -> start(stream, came, ended));
        if (timeline.trackCount() != before) {
            sink.tracks(timeline.trackCount());
        }
        report(map);
    }

    void end(boolean idle) {
        running.values().forEach(stream -> stream.end(idle));
        timeline.end();
    }

    private @Nullable EsPid runningAs(ProgramMap.Stream stream) {
        for (Map.Entry<ProgramMap.Stream, EsPid> entry : running.entrySet()) {
            if (entry.getKey().sameAs(stream)) {
                return entry.getValue();
            }
        }
        return null;
    }

    private Map<ProgramMap.Stream, EsPid> stop(List<ProgramMap.Stream> left) {
        Map<ProgramMap.Stream, EsPid> ended = new LinkedHashMap<>();
        for (ProgramMap.Stream stream : left) {
            EsPid esPid = running.remove(stream);
            if (esPid != null) {
                esPid.end(false);
                pids.remove(stream.pid());
                ended.put(stream, esPid);
                retired.put(stream, esPid.track());
            }
        }
        return ended;
    }

    private void start(ProgramMap.Stream stream, List<ProgramMap.Stream> came, Map<ProgramMap.Stream, EsPid> ended) {
        boolean taken = pids.get(stream.pid()) != null;
        TrackTimeline track = taken || isVideoTooMany(stream) ? null : trackFor(stream, came, ended);
        if (track == null) {
            log.warn(
                    "ts stream ignored: pid={} kind={} reason={}",
                    stream.pid(),
                    stream.kind(),
                    taken ? "pid-in-use" : "too-many");
            return;
        }
        EsPid esPid = new EsPid(stream, track, onLoss);
        if (pids.put(stream.pid(), esPid)) {
            running.put(stream, esPid);
            retired.values().remove(track);
            log.info(
                    "ts stream: pid={} type=0x{} kind={} track={} language={}",
                    stream.pid(),
                    Integer.toHexString(stream.streamType()),
                    stream.kind(),
                    track.id(),
                    stream.language());
        }
    }

    private boolean isVideoTooMany(ProgramMap.Stream stream) {
        return stream.kind().isVideo() && runningVideo() >= MAX_VIDEO_STREAMS;
    }

    private long runningVideo() {
        return running.keySet().stream().filter(s -> s.kind().isVideo()).count();
    }

    /** The only stream of its kind that came continues the only one that left: PIDs are renumbered by some encoders. */
    private @Nullable TrackTimeline trackFor(
            ProgramMap.Stream stream, List<ProgramMap.Stream> came, Map<ProgramMap.Stream, EsPid> ended) {
        List<EsPid> sameKindLeft = ended.entrySet().stream()
                .filter(e -> e.getKey().kind() == stream.kind())
                .map(Map.Entry::getValue)
                .toList();
        long sameKindCame = came.stream().filter(s -> s.kind() == stream.kind()).count();
        if (sameKindLeft.size() == 1 && sameKindCame == 1) {
            return sameKindLeft.get(0).track();
        }
        TrackTimeline back = returning(stream);
        if (back != null) {
            return back;
        }
        return timeline.trackCount() < MAX_TRACKS
                ? timeline.addTrack(stream.kind().isVideo())
                : null;
    }

    /** The track of a stream that was away: one on its old PID, or video anywhere while there is no other. */
    private @Nullable TrackTimeline returning(ProgramMap.Stream stream) {
        boolean onlyVideo = stream.kind().isVideo() && runningVideo() == 0;
        for (Map.Entry<ProgramMap.Stream, TrackTimeline> away : retired.entrySet()) {
            boolean sameKind = away.getKey().kind() == stream.kind();
            if (away.getKey().sameAs(stream) || (onlyVideo && sameKind)) {
                return away.getValue();
            }
        }
        return null;
    }

    private void report(ProgramMap map) {
        List<ProgramMap.Stream> refused =
                map.streams().stream().filter(s -> s.kind().isRefused()).toList();
        if (!refused.isEmpty()) {
            findings.tell(new EncoderFinding(
                    "unsupported-track",
                    "the program has streams that cannot be published: " + describe(refused),
                    refused.stream().map(s -> s.kind().fix()).distinct().collect(Collectors.joining("; "))));
        }
        List<ProgramMap.Stream> ignored = map.streams().stream()
                .filter(s -> !s.kind().isRefused() && !s.kind().isSupported())
                .toList();
        if (!ignored.isEmpty()) {
            log.info("ts streams ignored: {}", describe(ignored));
        }
    }

    private static String describe(List<ProgramMap.Stream> streams) {
        return streams.stream()
                .map(s ->
                        s.kind().label() + " (PID " + s.pid() + ", type 0x" + Integer.toHexString(s.streamType()) + ")")
                .collect(Collectors.joining(", "));
    }
}
