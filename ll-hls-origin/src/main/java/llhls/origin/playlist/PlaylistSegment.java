package llhls.origin.playlist;

import java.util.List;
import llhls.cmaf.Part;
import llhls.cmaf.SegmentStart;

/**
 * A segment as a media playlist shows it.
 *
 * @param start what stands before its first part
 * @param parts its listed parts: all of them, or none when their tags were dropped
 * @param endMicros its end on the playlist timeline; of a segment in progress, the end of its newest part
 */
public record PlaylistSegment(SegmentStart start, List<Part> parts, long endMicros) {

    /** Copies the list. */
    public PlaylistSegment {
        parts = List.copyOf(parts);
    }

    public long msn() {
        return start.msn();
    }
}
