package llhls.origin.playlist;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Multivariant Playlist of a stream.
 *
 * @param independentSegments whether every segment starts with a key frame
 * @param audio audio renditions beside the variants
 * @param variants first one is where players start
 */
public record MultivariantPlaylist(boolean independentSegments, List<AudioRendition> audio, List<Variant> variants) {

    /** Copies the lists. */
    public MultivariantPlaylist {
        audio = List.copyOf(audio);
        variants = List.copyOf(variants);
    }

    /** EXT-X-MEDIA of TYPE=AUDIO. */
    public record AudioRendition(
            String groupId, String name, String language, boolean defaultChoice, int channels, String uri) {}

    /**
     * EXT-X-STREAM-INF.
     *
     * @param bandwidth peak and average of variant and heaviest audio together
     * @param codecs of every rendition the variant can use
     * @param picture null when there is no video
     * @param audioGroup GROUP-ID of its audio, null when it has none or is audio itself
     */
    public record Variant(
            String uri,
            Bandwidth bandwidth,
            List<String> codecs,
            @Nullable Picture picture,
            @Nullable String audioGroup) {

        public Variant {
            codecs = List.copyOf(codecs);
        }
    }

    /**
     * @param width display width, sample aspect ratio applied
     * @param frameRateMilliHz frames per second times 1000, 0 when unknown
     */
    public record Picture(int width, int height, int frameRateMilliHz, VideoRange range) {}

    /** VIDEO-RANGE. */
    public enum VideoRange {
        SDR,
        HLG,
        PQ;

        private static final int TRANSFER_PQ = 16;
        private static final int TRANSFER_HLG = 18;

        /** By transfer characteristics (ISO/IEC 23091-2). */
        public static VideoRange ofTransfer(int transfer) {
            return switch (transfer) {
                case TRANSFER_PQ -> PQ;
                case TRANSFER_HLG -> HLG;
                default -> SDR;
            };
        }
    }
}
