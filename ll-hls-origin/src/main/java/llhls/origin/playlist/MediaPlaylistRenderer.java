package llhls.origin.playlist;

import java.util.List;
import llhls.cmaf.Part;
import llhls.cmaf.SegmentStart;
import org.jspecify.annotations.Nullable;

/**
 * Writes a media playlist, whole or as a delta update. The order of tags is fixed: every parser we know reads it
 * (rfc8216bis §4.4; GAP after MAP, SKIP after the sequence numbers, the hint as the last media line).
 */
public final class MediaPlaylistRenderer {

    /** EXT-X-MAP needs 6, EXT-X-SKIP needs 9 (§8). */
    private static final int VERSION = 6;

    private static final int DELTA_VERSION = 9;
    private static final int TYPICAL_LENGTH = 4_096;

    private final MediaPlaylist playlist;
    private final int skipped;
    private final StringBuilder out = new StringBuilder(TYPICAL_LENGTH);

    private MediaPlaylistRenderer(MediaPlaylist playlist, int skipped) {
        this.playlist = playlist;
        this.skipped = skipped;
    }

    /** The whole playlist. */
    public static String full(MediaPlaylist playlist) {
        return new MediaPlaylistRenderer(playlist, 0).render();
    }

    /** The playlist without its first {@code skipped} segments, see {@link DeltaUpdate}; 0 gives the whole playlist. */
    public static String delta(MediaPlaylist playlist, int skipped) {
        return new MediaPlaylistRenderer(playlist, skipped).render();
    }

    private String render() {
        header();
        segments();
        if (!playlist.ended()) {
            hint();
        }
        playlist.reports().forEach(this::report);
        if (playlist.ended()) {
            out.append("#EXT-X-ENDLIST\n");
        }
        return out.toString();
    }

    private void header() {
        PlaylistHeader header = playlist.header();
        out.append("#EXTM3U\n#EXT-X-VERSION:")
                .append(skipped > 0 ? DELTA_VERSION : VERSION)
                .append("\n#EXT-X-TARGETDURATION:")
                .append(header.targetDurationSeconds())
                .append('\n');
        serverControl(header);
        out.append("#EXT-X-PART-INF:PART-TARGET=");
        Tags.thousandths(out, header.partTargetMillis());
        out.append("\n#EXT-X-MEDIA-SEQUENCE:")
                .append(playlist.mediaSequence())
                .append("\n#EXT-X-DISCONTINUITY-SEQUENCE:")
                .append(playlist.discontinuitySequence())
                .append('\n');
        if (skipped > 0) {
            out.append("#EXT-X-SKIP:SKIPPED-SEGMENTS=").append(skipped).append('\n');
        }
    }

    private void serverControl(PlaylistHeader header) {
        out.append("#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES");
        if (header.canSkip()) {
            out.append(",CAN-SKIP-UNTIL=");
            Tags.thousandths(out, header.skipUntilMillis());
        }
        out.append(",HOLD-BACK=");
        Tags.thousandths(out, header.holdBackMillis());
        out.append(",PART-HOLD-BACK=");
        Tags.thousandths(out, header.partHoldBackMillis());
        out.append('\n');
    }

    private void segments() {
        List<PlaylistSegment> complete = playlist.complete();
        PlaylistSegment before = null; // none at the first kept one, so a delta repeats the MAP in force there (LL-102)
        for (PlaylistSegment segment : complete.subList(skipped, complete.size())) {
            start(segment.start(), before);
            segment.parts().forEach(this::part);
            end(segment);
            before = segment;
        }
        PlaylistSegment running = playlist.running();
        if (running != null) {
            start(running.start(), before);
            running.parts().forEach(this::part);
        }
    }

    private void start(SegmentStart start, @Nullable PlaylistSegment before) {
        if (start.discontinuity()) {
            out.append("#EXT-X-DISCONTINUITY\n");
        }
        if (before == null
                || start.discontinuity()
                || !before.start().init().name().equals(start.init().name())) {
            out.append("#EXT-X-MAP:URI=\"");
            uri(start.init().name()).append("\"\n");
        }
        out.append("#EXT-X-PROGRAM-DATE-TIME:");
        Tags.date(out, start.programDateMicros());
        out.append(start.gap() ? "\n#EXT-X-GAP\n" : "\n");
    }

    private void part(Part part) {
        out.append("#EXT-X-PART:DURATION=");
        Tags.seconds(out, part.endMicros() - part.startMicros());
        out.append(",URI=\"");
        uri(part.fileName()).append('"');
        if (part.independent()) {
            out.append(",INDEPENDENT=YES");
        }
        out.append(part.gap() ? ",GAP=YES\n" : "\n");
    }

    private void end(PlaylistSegment segment) {
        out.append("#EXTINF:");
        Tags.seconds(out, segment.endMicros() - segment.start().startMicros());
        out.append(",\n");
        uri("s" + segment.msn() + ".m4s").append('\n');
    }

    private void hint() {
        out.append("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"");
        uri("p" + playlist.nextPart() + ".m4s").append("\"\n");
    }

    private void report(RenditionReport report) {
        out.append("#EXT-X-RENDITION-REPORT:URI=\"")
                .append(report.uri())
                .append("\",LAST-MSN=")
                .append(report.lastMsn());
        if (report.lastPart() != RenditionReport.NO_PARTS) {
            out.append(",LAST-PART=").append(report.lastPart());
        }
        out.append('\n');
    }

    private StringBuilder uri(String file) {
        return out.append(playlist.rendition()).append('/').append(file);
    }
}
