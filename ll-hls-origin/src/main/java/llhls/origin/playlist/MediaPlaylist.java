package llhls.origin.playlist;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of a media playlist.
 *
 * @param header what never changes
 * @param rendition id of the rendition, the directory of its media
 * @param discontinuitySequence EXT-X-DISCONTINUITY-SEQUENCE
 * @param complete complete segments in order
 * @param running the segment in progress when it has parts
 * @param nextPart running number of the part to come
 * @param reports the other renditions
 * @param ended whether nothing will follow
 */
public record MediaPlaylist(
        PlaylistHeader header,
        String rendition,
        long discontinuitySequence,
        List<PlaylistSegment> complete,
        @Nullable PlaylistSegment running,
        long nextPart,
        List<RenditionReport> reports,
        boolean ended) {

    /** Copies the lists; a playlist lists something. */
    public MediaPlaylist {
        complete = List.copyOf(complete);
        reports = List.copyOf(reports);
        if (complete.isEmpty() && running == null) {
            throw new IllegalArgumentException("a media playlist without segments: rendition=" + rendition);
        }
    }

    /** MSN of the first listed segment. */
    long mediaSequence() {
        if (!complete.isEmpty()) {
            return complete.get(0).msn();
        }
        // the constructor saw to it that there is one
        return running == null ? 0 : running.msn();
    }
}
