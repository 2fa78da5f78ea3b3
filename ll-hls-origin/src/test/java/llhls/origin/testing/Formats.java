package llhls.origin.testing;

import java.util.HexFormat;
import java.util.List;
import llhls.cmaf.StreamPlan;
import llhls.cmaf.StreamPlan.Rendition;
import llhls.media.AudioFormat;
import llhls.media.ByteString;
import llhls.media.VideoFormat;

/** Formats and plans for tests. */
public final class Formats {

    private static final ByteString SPS = hex("6764001eacd30280bfe5c05a808080a0000003002000000781e2c5a7");
    private static final ByteString PPS = hex("68efbcb0");

    private Formats() {}

    private static ByteString hex(String text) {
        return new ByteString(HexFormat.of().parseHex(text));
    }

    public static VideoFormat video(int width, int height, String codecs) {
        return new VideoFormat(
                List.of(SPS, PPS),
                codecs,
                width,
                height,
                VideoFormat.Ratio.SQUARE,
                VideoFormat.Colour.BT709,
                new VideoFormat.AvcProfile(0x64, 0, 0x1f, 1, 8, 8),
                3000);
    }

    public static VideoFormat withSar(VideoFormat format, int horizontal, int vertical) {
        return new VideoFormat(
                format.parameterSets(),
                format.codecs(),
                format.width(),
                format.height(),
                new VideoFormat.Ratio(horizontal, vertical),
                format.colour(),
                format.avc(),
                format.frameDurationTicks());
    }

    public static VideoFormat withTransfer(VideoFormat format, int transfer) {
        return new VideoFormat(
                format.parameterSets(),
                format.codecs(),
                format.width(),
                format.height(),
                format.sar(),
                new VideoFormat.Colour(9, transfer, 9, false),
                format.avc(),
                format.frameDurationTicks());
    }

    public static AudioFormat audio() {
        return new AudioFormat(new ByteString(new byte[] {0x11, (byte) 0x90}), "mp4a.40.2", 48_000, 2, 1024);
    }

    public static Rendition videoRendition(String id) {
        return new Rendition(id, video(1280, 720, "avc1.64001f"), 29_970);
    }

    public static Rendition audioRendition(String id) {
        return new Rendition(id, audio(), 0);
    }

    /** Parts of 0.5005 s, segments of 2.002 s, as in the worked examples. */
    public static StreamPlan plan(Rendition... renditions) {
        return new StreamPlan(List.of(renditions), 512, 2, true);
    }

    /** One video and one audio rendition. */
    public static StreamPlan videoAndAudio() {
        return plan(videoRendition("v1"), audioRendition("a1"));
    }
}
