package llhls.cmaf;

import java.util.HexFormat;
import java.util.List;
import llhls.media.AudioFormat;
import llhls.media.ByteString;
import llhls.media.VideoFormat;

/** Track formats for tests: real parameter sets of x264, 640x360, High 3.0. */
public final class Formats {

    public static final ByteString SPS = hex("6764001eacd30280bfe5c05a808080a0000003002000000781e2c5a7");
    public static final ByteString PPS = hex("68efbcb0");

    private Formats() {}

    /** A video track whose VUI states no frame rate. */
    public static VideoFormat video() {
        return video(0);
    }

    public static VideoFormat video(int frameDurationTicks) {
        return video(frameDurationTicks, PPS);
    }

    /** Differs in its init segment from a video track with another {@code pps}. */
    public static VideoFormat video(int frameDurationTicks, ByteString pps) {
        return new VideoFormat(
                List.of(SPS, pps),
                "avc1.64001e",
                640,
                360,
                VideoFormat.Ratio.SQUARE,
                VideoFormat.Colour.BT709,
                new VideoFormat.AvcProfile(100, 0, 30, 1, 8, 8),
                frameDurationTicks);
    }

    public static AudioFormat audio48k() {
        return new AudioFormat(hex("1190"), "mp4a.40.2", 48_000, 2, 1024);
    }

    public static AudioFormat audio44k() {
        return new AudioFormat(hex("1210"), "mp4a.40.2", 44_100, 2, 1024);
    }

    public static ByteString hex(String text) {
        return new ByteString(HexFormat.of().parseHex(text));
    }
}
