package llhls.media.codec;

import java.util.Set;
import llhls.media.MalformedMediaException;
import llhls.media.VideoFormat.AvcProfile;
import llhls.media.io.BitReader;

/**
 * A sequence parameter set (ISO/IEC 14496-10 §7.3.2.1). Every count is bounded before it drives a loop, so that hostile
 * bytes cost neither memory nor time.
 *
 * @param id 0..31
 * @param avc what avcC repeats
 * @param separateColourPlanes slices carry a colour_plane_id
 * @param log2MaxFrameNum bits of frame_num in slice headers
 * @param frameMbsOnly false when field pictures or macroblock-adaptive frames may occur
 * @param width luma samples after cropping
 * @param height luma rows after cropping
 * @param vui usability information, defaults where the stream is silent
 */
public record H264Sps(
        int id,
        AvcProfile avc,
        boolean separateColourPlanes,
        int log2MaxFrameNum,
        boolean frameMbsOnly,
        int width,
        int height,
        H264Vui vui) {

    /** Longest SPS read; the largest legal one, with all scaling lists and HRD parameters, is below 3 kB. */
    static final int MAX_BYTES = 4096;

    private static final int MAX_SIZE = 16_384;
    private static final int MACROBLOCK = 16;
    private static final int MAX_REF_FRAMES = 16;
    private static final int MAX_POC_CYCLE = 255;
    /** Profiles with chroma_format_idc, bit depths and scaling matrices (§7.3.2.1.1). */
    private static final Set<Integer> HIGH_PROFILES =
            Set.of(100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135);

    /** True for profiles whose avcC ends with chroma format and bit depths. */
    public static boolean isHighProfile(int profile) {
        return HIGH_PROFILES.contains(profile);
    }

    /** Reads a whole NAL unit, its header byte included. */
    public static H264Sps parse(byte[] nal, int offset, int length) throws MalformedMediaException {
        if (length < 5 || length > MAX_BYTES || NalUnits.type(nal[offset]) != NalUnits.SPS) {
            throw new MalformedMediaException("not a sequence parameter set: length=" + length);
        }
        byte[] rbsp = new byte[length - 1];
        int rbspLength = NalUnits.unescape(nal, offset + 1, length - 1, rbsp);
        BitReader in = new BitReader(rbsp, 0, rbspLength);
        int profile = in.bits(8);
        int compatibility = in.bits(8);
        int level = in.bits(8);
        int id = in.ue(31, "seq_parameter_set_id");
        Chroma chroma = isHighProfile(profile) ? Chroma.read(in) : Chroma.DEFAULT;
        AvcProfile avc = new AvcProfile(
                profile, compatibility, level, chroma.format, chroma.bitDepthLuma, chroma.bitDepthChroma);
        int log2MaxFrameNum = 4 + in.ue(12, "log2_max_frame_num_minus4");
        skipPictureOrderCount(in);
        in.ue(MAX_REF_FRAMES, "max_num_ref_frames");
        in.skip(1); // gaps_in_frame_num_value_allowed_flag
        return readFrame(in, id, avc, chroma.separatePlanes, log2MaxFrameNum);
    }

    private static H264Sps readFrame(BitReader in, int id, AvcProfile avc, boolean separatePlanes, int log2MaxFrameNum)
            throws MalformedMediaException {
        int codedWidth = MACROBLOCK * (1 + in.ue(MAX_SIZE / MACROBLOCK - 1, "pic_width_in_mbs_minus1"));
        int mapUnits = 1 + in.ue(MAX_SIZE / MACROBLOCK - 1, "pic_height_in_map_units_minus1");
        boolean frameMbsOnly = in.flag();
        int fieldFactor = frameMbsOnly ? 1 : 2;
        int codedHeight = checkedHeight(MACROBLOCK * mapUnits * fieldFactor);
        in.skip(frameMbsOnly ? 1 : 2); // mb_adaptive_frame_field_flag, direct_8x8_inference_flag
        int chromaArray = separatePlanes ? 0 : avc.chromaFormat();
        int unitX = chromaArray == 1 || chromaArray == 2 ? 2 : 1;
        int unitY = (chromaArray == 1 ? 2 : 1) * fieldFactor;
        int cropX = 0;
        int cropY = 0;
        if (in.flag()) {
            cropX = unitX * (in.ue(MAX_SIZE, "frame_crop_left_offset") + in.ue(MAX_SIZE, "frame_crop_right_offset"));
            cropY = unitY * (in.ue(MAX_SIZE, "frame_crop_top_offset") + in.ue(MAX_SIZE, "frame_crop_bottom_offset"));
        }
        if (cropX >= codedWidth || cropY >= codedHeight) {
            throw new MalformedMediaException("cropping leaves nothing of " + codedWidth + "x" + codedHeight);
        }
        H264Vui vui = in.flag() ? H264Vui.read(in) : H264Vui.SILENT;
        return new H264Sps(
                id, avc, separatePlanes, log2MaxFrameNum, frameMbsOnly, codedWidth - cropX, codedHeight - cropY, vui);
    }

    private static int checkedHeight(int height) throws MalformedMediaException {
        if (height > MAX_SIZE) {
            throw new MalformedMediaException("height=" + height + " exceeds " + MAX_SIZE);
        }
        return height;
    }

    private static void skipPictureOrderCount(BitReader in) throws MalformedMediaException {
        int type = in.ue(2, "pic_order_cnt_type");
        if (type == 0) {
            in.ue(12, "log2_max_pic_order_cnt_lsb_minus4");
        } else if (type == 1) {
            in.skip(1);
            in.se();
            in.se();
            int cycle = in.ue(MAX_POC_CYCLE, "num_ref_frames_in_pic_order_cnt_cycle");
            for (int i = 0; i < cycle; i++) {
                in.se();
            }
        }
    }

    /** Chroma format, bit depths and, skipped, the scaling matrices of high profiles. */
    private record Chroma(int format, boolean separatePlanes, int bitDepthLuma, int bitDepthChroma) {

        private static final Chroma DEFAULT = new Chroma(1, false, 8, 8);
        private static final int FORMAT_444 = 3;

        private static Chroma read(BitReader in) throws MalformedMediaException {
            int format = in.ue(FORMAT_444, "chroma_format_idc");
            boolean separatePlanes = format == FORMAT_444 && in.flag();
            int luma = 8 + in.ue(6, "bit_depth_luma_minus8");
            int chroma = 8 + in.ue(6, "bit_depth_chroma_minus8");
            in.skip(1); // qpprime_y_zero_transform_bypass_flag
            if (in.flag()) {
                int lists = format == FORMAT_444 ? 12 : 8;
                for (int i = 0; i < lists; i++) {
                    if (in.flag()) {
                        skipScalingList(in, i < 6 ? 16 : 64);
                    }
                }
            }
            return new Chroma(format, separatePlanes, luma, chroma);
        }

        private static void skipScalingList(BitReader in, int size) throws MalformedMediaException {
            long last = 8;
            long next = 8;
            for (int i = 0; i < size; i++) {
                if (next != 0) {
                    next = (last + in.se()) & 0xFF;
                }
                last = next == 0 ? last : next;
            }
        }
    }
}
