package llhls.origin.stream;

import java.time.Instant;
import llhls.origin.playlist.PlaylistHeader;

/**
 * One version of a media playlist with everything a reader needs to answer from it.
 *
 * @param header durations, for limits and cache lifetimes
 * @param progress which positions it contains
 * @param full the whole playlist
 * @param delta its delta update; the whole playlist where there is nothing to skip
 * @param modified when it came to be
 * @param ended whether it carries ENDLIST
 */
public record RenditionSnapshot(
        PlaylistHeader header,
        Progress progress,
        PlaylistBody full,
        PlaylistBody delta,
        Instant modified,
        boolean ended) {

    /** Whether a request that waits for {@code wanted} can be answered from this version. */
    public boolean contains(MediaPosition wanted) {
        return ended || progress.contains(wanted);
    }

    public PlaylistBody body(boolean skip) {
        return skip ? delta : full;
    }
}
