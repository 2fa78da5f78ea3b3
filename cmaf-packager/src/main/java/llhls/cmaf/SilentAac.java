package llhls.cmaf;

import java.util.HexFormat;
import llhls.media.AudioFormat;
import org.jspecify.annotations.Nullable;

/** Raw data blocks of silence, to put in place of lost AAC-LC frames. */
final class SilentAac {

    private static final byte[] MONO = HexFormat.of().parseHex("00c800802380");
    private static final byte[] STEREO = HexFormat.of().parseHex("210049900219002380");

    private SilentAac() {}

    /** One silent frame; null when there is none for this format. */
    static byte @Nullable [] frame(AudioFormat format) {
        if (!format.codecs().equals("mp4a.40.2")) {
            return null;
        }
        return switch (format.channels()) {
            case 1 -> MONO;
            case 2 -> STEREO;
            default -> null;
        };
    }
}
