package llhls.media.codec;

import java.util.HexFormat;
import llhls.media.VideoFormat.AvcProfile;

/** Codec names for CODECS attributes (RFC 6381). */
public final class CodecStrings {

    private static final HexFormat HEX = HexFormat.of();

    private CodecStrings() {}

    /** Such as {@code avc1.64001f}: bytes 1 to 3 of the SPS. */
    public static String avc(AvcProfile avc) {
        return "avc1."
                + HEX.toHexDigits((byte) avc.profile())
                + HEX.toHexDigits((byte) avc.compatibility())
                + HEX.toHexDigits((byte) avc.level());
    }

    /** Such as {@code mp4a.40.2}. */
    public static String aac(int objectType) {
        return "mp4a.40." + objectType;
    }
}
