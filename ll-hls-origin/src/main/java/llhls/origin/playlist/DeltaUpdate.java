package llhls.origin.playlist;

import java.util.List;

/** Which segments a delta update leaves out (rfc8216bis §6.2.5.1). */
public final class DeltaUpdate {

    private static final long MICROS_PER_MILLI = 1_000;

    private DeltaUpdate() {}

    /**
     * How many leading segments end more than the skip boundary before the end of the last complete one. The segment in
     * progress does not count, and one that ends exactly at the boundary stays. 0: there is nothing to skip.
     */
    public static int skippedSegments(MediaPlaylist playlist) {
        List<PlaylistSegment> complete = playlist.complete();
        if (complete.isEmpty() || playlist.ended() || !playlist.header().canSkip()) {
            return 0;
        }
        long end = complete.get(complete.size() - 1).endMicros();
        long boundary = end - playlist.header().skipUntilMillis() * MICROS_PER_MILLI;
        int skipped = 0;
        while (complete.get(skipped).endMicros() < boundary) {
            skipped++;
        }
        return skipped;
    }
}
