package llhls.media.codec;

import llhls.media.MalformedMediaException;
import llhls.media.VideoFormat.Colour;
import llhls.media.VideoFormat.Ratio;
import llhls.media.io.BitReader;

/**
 * Video usability information of an SPS (ISO/IEC 14496-10 §E.1.1).
 *
 * @param sar sample aspect ratio, 1:1 when silent
 * @param colour BT.709 when silent
 * @param frameDurationTicks nominal frame duration at 90 kHz, rounded, 0 when silent or absurd
 * @param maxNumReorderFrames how many pictures may precede one in decoding order and follow it in output, -1 when silent
 */
public record H264Vui(Ratio sar, Colour colour, int frameDurationTicks, int maxNumReorderFrames) {

    static final H264Vui SILENT = new H264Vui(Ratio.SQUARE, Colour.BT709, 0, -1);

    private static final int EXTENDED_SAR = 255;
    /** Table E-1, index = aspect_ratio_idc. */
    private static final int[][] SAR = {
        {1, 1}, {1, 1}, {12, 11}, {10, 11}, {16, 11}, {40, 33}, {24, 11}, {20, 11}, {32, 11}, {80, 33}, {18, 11},
        {15, 11}, {64, 33}, {160, 99}, {4, 3}, {3, 2}, {2, 1},
    };

    private static final long TICKS_PER_SECOND = 90_000;
    /** Frame rates outside 1..300 per second are a wrong VUI, not a rate. */
    private static final long MAX_FRAME_TICKS = TICKS_PER_SECOND;

    private static final long MIN_FRAME_TICKS = TICKS_PER_SECOND / 300;

    /** Reads as far as the bytes go: a VUI cut short is common and costs only what it did not say. */
    static H264Vui read(BitReader in) {
        Partial partial = new Partial();
        try {
            partial.read(in);
        } catch (MalformedMediaException cutShort) {
            // keep what was read
        }
        return new H264Vui(partial.sar, partial.colour, partial.frameDurationTicks, partial.maxNumReorderFrames);
    }

    /** What has been read so far. */
    private static final class Partial {
        private Ratio sar = Ratio.SQUARE;
        private Colour colour = Colour.BT709;
        private int frameDurationTicks;
        private int maxNumReorderFrames = -1;

        private void read(BitReader in) throws MalformedMediaException {
            if (in.flag()) {
                sar = readSar(in);
            }
            if (in.flag()) {
                in.skip(1); // overscan_appropriate_flag
            }
            if (in.flag()) {
                colour = readColour(in);
            }
            if (in.flag()) {
                in.ue(5, "chroma_sample_loc_type_top_field");
                in.ue(5, "chroma_sample_loc_type_bottom_field");
            }
            if (in.flag()) {
                frameDurationTicks = readFrameDuration(in);
            }
            skipHrd(in);
            in.skip(1); // pic_struct_present_flag
            if (in.flag()) {
                maxNumReorderFrames = readReorderFrames(in);
            }
        }
    }

    private static Ratio readSar(BitReader in) throws MalformedMediaException {
        int idc = in.bits(8);
        if (idc == EXTENDED_SAR) {
            int horizontal = in.bits(16);
            int vertical = in.bits(16);
            return horizontal == 0 || vertical == 0 ? Ratio.SQUARE : new Ratio(horizontal, vertical);
        }
        return idc < SAR.length ? new Ratio(SAR[idc][0], SAR[idc][1]) : Ratio.SQUARE;
    }

    private static Colour readColour(BitReader in) throws MalformedMediaException {
        in.skip(3); // video_format
        boolean fullRange = in.flag();
        if (!in.flag()) {
            Colour silent = Colour.BT709;
            return new Colour(silent.primaries(), silent.transfer(), silent.matrix(), fullRange);
        }
        return new Colour(in.bits(8), in.bits(8), in.bits(8), fullRange);
    }

    /** A frame lasts two ticks of this clock, because it counts fields. */
    private static int readFrameDuration(BitReader in) throws MalformedMediaException {
        long unitsInTick = in.longBits(32);
        long timeScale = in.longBits(32);
        in.skip(1); // fixed_frame_rate_flag
        if (unitsInTick == 0 || timeScale == 0) {
            return 0;
        }
        long ticks = (2 * TICKS_PER_SECOND * unitsInTick + timeScale / 2) / timeScale;
        return ticks < MIN_FRAME_TICKS || ticks > MAX_FRAME_TICKS ? 0 : (int) ticks;
    }

    private static void skipHrd(BitReader in) throws MalformedMediaException {
        boolean nal = in.flag();
        if (nal) {
            skipHrdParameters(in);
        }
        boolean vcl = in.flag();
        if (vcl) {
            skipHrdParameters(in);
        }
        if (nal || vcl) {
            in.skip(1); // low_delay_hrd_flag
        }
    }

    private static void skipHrdParameters(BitReader in) throws MalformedMediaException {
        int count = 1 + in.ue(31, "cpb_cnt_minus1");
        in.skip(8); // bit_rate_scale, cpb_size_scale
        for (int i = 0; i < count; i++) {
            in.ue();
            in.ue();
            in.skip(1);
        }
        in.skip(20); // four lengths of 5 bits
    }

    private static int readReorderFrames(BitReader in) throws MalformedMediaException {
        in.skip(1); // motion_vectors_over_pic_boundaries_flag
        in.ue();
        in.ue();
        in.ue();
        in.ue();
        return in.ue(16, "max_num_reorder_frames");
    }
}
