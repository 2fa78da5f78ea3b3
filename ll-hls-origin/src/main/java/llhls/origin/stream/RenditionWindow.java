package llhls.origin.stream;

import java.util.ArrayList;
import java.util.List;
import llhls.cmaf.Part;
import llhls.cmaf.PartSink.SegmentEnd;
import llhls.cmaf.SegmentStart;
import llhls.origin.playlist.MediaPlaylist;
import llhls.origin.playlist.PlaylistHeader;
import llhls.origin.playlist.PlaylistSegment;
import llhls.origin.playlist.RenditionReport;
import org.jspecify.annotations.Nullable;

/**
 * The segments and parts that the media playlist of a rendition lists, and in which order they leave it (rfc8216bis §6.2.2).
 *
 * <p>Thread: confined to the stream's media thread.
 */
final class RenditionWindow {

    private final String rendition;
    private final PlaylistHeader header;
    private final int size;

    private final List<PlaylistSegment> complete = new ArrayList<>();
    private long discontinuitySequence;
    private int lastPartCount;
    private long nextPart;

    // the segment in progress
    private @Nullable SegmentStart running;
    private final List<Part> runningParts = new ArrayList<>();

    RenditionWindow(String rendition, PlaylistHeader header, int size) {
        this.rendition = rendition;
        this.header = header;
        this.size = size;
    }

    /** Appends to the segment in progress, or opens one. */
    void add(Part part) {
        SegmentStart open = running;
        if (open == null) {
            running = part.segment();
        } else if (open.msn() != part.segment().msn()) {
            throw new IllegalStateException("part of segment " + part.segment().msn() + " while segment " + open.msn()
                    + " is open: rendition=" + rendition);
        }
        runningParts.add(part);
        nextPart = part.number() + 1;
    }

    /** Completes the segment in progress. */
    PlaylistSegment close(SegmentEnd end) {
        SegmentStart open = running;
        if (open == null || open.msn() != end.msn()) {
            throw new IllegalStateException(
                    "end of segment " + end.msn() + " which is not open: rendition=" + rendition);
        }
        boolean nothingInIt =
                runningParts.stream().allMatch(Part::gap); // audio alone may fail, after the segment opened
        SegmentStart start = nothingInIt ? open.asGap() : open;
        PlaylistSegment closed = new PlaylistSegment(start, runningParts, end.endMicros());
        complete.add(closed);
        lastPartCount = runningParts.size();
        running = null;
        runningParts.clear();
        return closed;
    }

    /** How the segment in progress ends if nothing follows; null when there is none. */
    @Nullable
    SegmentEnd endOfRunning() {
        SegmentStart open = running;
        return open == null ? null : new SegmentEnd(open.msn(), endMicros(), runningParts.size());
    }

    /** Removes from the front what exceeds the window, never below three target durations; returns what left. */
    List<PlaylistSegment> dropSegments() {
        List<PlaylistSegment> dropped = new ArrayList<>();
        while (complete.size() > size && micros(1) >= header.partsListedMicros()) {
            PlaylistSegment first = complete.remove(0);
            discontinuitySequence += first.start().discontinuity() ? 1 : 0;
            dropped.add(first);
        }
        return dropped;
    }

    /** Drops the part tags of parents that ended long enough ago, a whole parent at a time; returns them with their parts. */
    List<PlaylistSegment> dropParts() {
        List<PlaylistSegment> dropped = new ArrayList<>();
        long oldestListed = endMicros() - header.partsListedMicros();
        for (int i = 0; i < complete.size() && complete.get(i).endMicros() < oldestListed; i++) {
            PlaylistSegment segment = complete.get(i);
            if (!segment.parts().isEmpty()) {
                dropped.add(segment);
                complete.set(i, new PlaylistSegment(segment.start(), List.of(), segment.endMicros()));
            }
        }
        return dropped;
    }

    boolean isEmpty() {
        return complete.isEmpty() && runningParts.isEmpty();
    }

    /** Complete segments in order. */
    List<PlaylistSegment> complete() {
        return List.copyOf(complete);
    }

    /** True while a listed or open segment needs the init segment. */
    boolean uses(String initName) {
        SegmentStart open = running;
        return (open != null && open.init().name().equals(initName))
                || complete.stream().anyMatch(s -> s.start().init().name().equals(initName));
    }

    Progress progress() {
        SegmentStart open = running;
        long last = complete.isEmpty()
                ? Progress.NONE
                : complete.get(complete.size() - 1).msn();
        long runningMsn = open == null ? last + 1 : open.msn();
        return new Progress(last, lastPartCount, runningMsn, runningParts.size(), nextPart);
    }

    MediaPlaylist playlist(List<RenditionReport> reports, boolean ended) {
        SegmentStart open = running;
        PlaylistSegment inProgress = open == null ? null : new PlaylistSegment(open, runningParts, endMicros());
        return new MediaPlaylist(
                header, rendition, discontinuitySequence, complete, inProgress, nextPart, reports, ended);
    }

    private long endMicros() {
        if (!runningParts.isEmpty()) {
            return runningParts.get(runningParts.size() - 1).endMicros();
        }
        return complete.isEmpty() ? 0 : complete.get(complete.size() - 1).endMicros();
    }

    /** Duration of the complete segments without the first {@code skip}. */
    private long micros(int skip) {
        return complete.get(complete.size() - 1).endMicros()
                - complete.get(skip).start().startMicros();
    }
}
