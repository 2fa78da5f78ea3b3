package llhls.media;

import java.util.List;
import llhls.media.time.Timescale;

/**
 * An AVC video track. (HEVC and AV1 will become further sealed cases beside this one.)
 *
 * @param parameterSets SPS first, then PPS, whole NAL units without start codes
 * @param codecs RFC 6381, such as {@code avc1.64001f}
 * @param width luma samples after cropping
 * @param height luma rows after cropping
 * @param sar sample aspect ratio, 1:1 when the stream does not say
 * @param colour colour description, BT.709 when the stream does not say
 * @param avc what avcC repeats of the SPS
 * @param frameDurationTicks nominal frame duration in 90 kHz ticks as the VUI states it, rounded to the nearest tick, 0 when the stream does not say
 */
public record VideoFormat(
        List<ByteString> parameterSets,
        String codecs,
        int width,
        int height,
        Ratio sar,
        Colour colour,
        AvcProfile avc,
        int frameDurationTicks)
        implements TrackFormat {

    public VideoFormat {
        parameterSets = List.copyOf(parameterSets);
    }

    @Override
    public Timescale timescale() {
        return Timescale.HZ_90000;
    }

    /** A ratio of two positive integers. */
    public record Ratio(int horizontal, int vertical) {
        public static final Ratio SQUARE = new Ratio(1, 1);
    }

    /** Code points of ISO/IEC 23091-2; {@code fullRange} false means studio range. */
    public record Colour(int primaries, int transfer, int matrix, boolean fullRange) {
        public static final Colour BT709 = new Colour(1, 1, 1, false);
    }

    /** SPS bytes 1 to 3 and the fields that high profiles repeat in avcC (ISO/IEC 14496-15 §5.3.3.1). */
    public record AvcProfile(
            int profile, int compatibility, int level, int chromaFormat, int bitDepthLuma, int bitDepthChroma) {}
}
