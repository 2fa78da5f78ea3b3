package llhls.origin.playlist;

import llhls.origin.playlist.MultivariantPlaylist.AudioRendition;
import llhls.origin.playlist.MultivariantPlaylist.Picture;
import llhls.origin.playlist.MultivariantPlaylist.Variant;
import llhls.origin.playlist.MultivariantPlaylist.VideoRange;

/** Writes a Multivariant Playlist (rfc8216bis §4.4.6). */
public final class MultivariantPlaylistRenderer {

    private static final int TYPICAL_LENGTH = 1_024;

    private final StringBuilder out = new StringBuilder(TYPICAL_LENGTH);
    private final boolean allSdr;

    private MultivariantPlaylistRenderer(MultivariantPlaylist playlist) {
        allSdr = playlist.variants().stream().allMatch(MultivariantPlaylistRenderer::isSdr);
    }

    public static String render(MultivariantPlaylist playlist) {
        return new MultivariantPlaylistRenderer(playlist).write(playlist);
    }

    private String write(MultivariantPlaylist playlist) {
        out.append("#EXTM3U\n#EXT-X-VERSION:6\n");
        if (playlist.independentSegments()) {
            out.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
        }
        playlist.audio().forEach(this::audio);
        playlist.variants().forEach(this::variant);
        return out.toString();
    }

    private void audio(AudioRendition audio) {
        out.append("#EXT-X-MEDIA:TYPE=AUDIO");
        quoted("GROUP-ID", audio.groupId());
        quoted("NAME", audio.name());
        quoted("LANGUAGE", audio.language());
        out.append(audio.defaultChoice() ? ",DEFAULT=YES,AUTOSELECT=YES" : ",AUTOSELECT=YES");
        quoted("CHANNELS", Integer.toString(audio.channels()));
        quoted("URI", audio.uri());
        out.append('\n');
    }

    private void variant(Variant variant) {
        out.append("#EXT-X-STREAM-INF:BANDWIDTH=")
                .append(variant.bandwidth().peakBitsPerSecond())
                .append(",AVERAGE-BANDWIDTH=")
                .append(variant.bandwidth().averageBitsPerSecond());
        quoted("CODECS", String.join(",", variant.codecs()));
        Picture picture = variant.picture();
        if (picture != null) {
            picture(picture);
        }
        String audioGroup = variant.audioGroup();
        if (audioGroup != null) {
            quoted("AUDIO", audioGroup);
        }
        if (picture != null) {
            // without it Apple's players offer captions that are not there
            out.append(",CLOSED-CAPTIONS=NONE");
        }
        out.append('\n').append(variant.uri()).append('\n');
    }

    private void picture(Picture picture) {
        out.append(",RESOLUTION=").append(picture.width()).append('x').append(picture.height());
        if (picture.frameRateMilliHz() > 0) {
            out.append(",FRAME-RATE=");
            Tags.thousandths(out, picture.frameRateMilliHz());
        }
        if (!allSdr) {
            out.append(",VIDEO-RANGE=").append(picture.range());
        }
    }

    private void quoted(String name, String value) {
        out.append(',').append(name).append("=\"").append(value).append('"');
    }

    private static boolean isSdr(Variant variant) {
        Picture picture = variant.picture();
        return picture == null || picture.range() == VideoRange.SDR;
    }
}
