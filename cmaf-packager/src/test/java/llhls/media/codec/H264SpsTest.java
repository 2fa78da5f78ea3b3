package llhls.media.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import llhls.media.ByteString;
import llhls.media.MalformedMediaException;
import llhls.media.VideoFormat;
import llhls.media.VideoFormat.Colour;
import llhls.media.VideoFormat.Ratio;
import org.jcodec.codecs.h264.H264Utils;
import org.jcodec.codecs.h264.io.model.SeqParameterSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Sets of x264 (ffmpeg 5.1), OBS 29 and GStreamer 1.22; sizes, rates and reordering as ffprobe reads them. */
class H264SpsTest {

    private static final String BASELINE = "6742c00dd901419f9f0110000003001000000303c0f142a480";
    private static final String MAIN = "674d400deca0a0cfcf8088000003000800000301e078a14cb0";
    private static final String HIGH = "6764000dacd941419f9f0110000003001000000303c0f1429960";
    private static final String HIGH10 = "676e000da6cd941419f9f0110000030001000003003c0f142996";
    private static final String HIGH422 = "677a000db6cd941419f8dc0440000003004000000f03c50a6580";
    private static final String HIGH444 = "67f4000d919b282833f1b80880000003008000001e078a14cb";
    private static final String ODD_SIZE = "6764001eacd940a02fea6c0440000003004000000c83c58b6580";
    private static final String HRD = "67640015acd941419f9f0110000003001000000303c648000f424001e84e4c300f8b16cb";
    private static final String INTERLACED = "67640028acd94078044fde0220000003002000000643e2c5b2c0";
    private static final String NTSC = "6764001eacd940b43dbff000800096a0c0c0c800001f480007530078b16cb0";
    private static final String FULL_RANGE = "6764000dacd941419f9f016e04040280000003008000001e078a14cb";
    private static final String RATE_5994 = "67640020acd9405005bb011000003e90001d4c00f1831960";
    private static final String OBS = "6742c01eda0280bfe5c05a808080a0000003002000000791e2c5d4";
    private static final String GSTREAMER = "67f4001e90d9680a02ff89c05a83030320000003002000000791e2c5d4";

    private static final List<String> ALL = List.of(
            BASELINE,
            MAIN,
            HIGH,
            HIGH10,
            HIGH422,
            HIGH444,
            ODD_SIZE,
            HRD,
            INTERLACED,
            NTSC,
            FULL_RANGE,
            RATE_5994,
            OBS,
            GSTREAMER);

    @ParameterizedTest
    @CsvSource({
        BASELINE + ", 320, 180, 3000, 0",
        MAIN + ", 320, 180, 3000, 2",
        HIGH + ", 320, 180, 3000, 2",
        HIGH10 + ", 320, 180, 3000, 2",
        HIGH422 + ", 320, 180, 3000, 2",
        HIGH444 + ", 320, 180, 3000, 2",
        ODD_SIZE + ", 638, 358, 3600, 2",
        HRD + ", 320, 180, 3000, 2",
        INTERLACED + ", 1920, 1080, 3600, 2",
        NTSC + ", 720, 480, 3003, 2",
        FULL_RANGE + ", 320, 180, 3000, 2",
        RATE_5994 + ", 1280, 720, 1502, 2",
        OBS + ", 640, 360, 3000, 0",
        GSTREAMER + ", 640, 360, 3000, 0"
    })
    @Tag("TS-043")
    void sizeRateAndReorderingAreReadAsByFfprobe(String hex, int width, int height, int frameTicks, int reorder)
            throws MalformedMediaException {
        H264Sps sps = parse(hex);

        assertThat(List.of(
                        sps.width(),
                        sps.height(),
                        sps.vui().frameDurationTicks(),
                        sps.vui().maxNumReorderFrames()))
                .containsExactly(width, height, frameTicks, reorder);
    }

    @ParameterizedTest
    @CsvSource({
        BASELINE + ", avc1.42c00d, 1, 8, 8",
        HIGH + ", avc1.64000d, 1, 8, 8",
        HIGH10 + ", avc1.6e000d, 1, 10, 10",
        HIGH422 + ", avc1.7a000d, 2, 10, 10",
        HIGH444 + ", avc1.f4000d, 3, 8, 8"
    })
    @Tag("TS-042")
    void theFormatRepeatsBytes1To3AndTheHighProfileTail(
            String hex, String codecs, int chroma, int luma, int chromaDepth) throws MalformedMediaException {
        ByteString sps = new ByteString(HexFormat.of().parseHex(hex));
        ByteString pps = new ByteString(new byte[] {0x68, (byte) 0xCE, 0x38, (byte) 0x80});

        VideoFormat format = AvcFormats.of(sps, List.of(pps));

        assertThat(format.codecs()).isEqualTo(codecs);
        assertThat(format.parameterSets()).containsExactly(sps, pps);
        assertThat(format.avc().chromaFormat()).isEqualTo(chroma);
        assertThat(format.avc().bitDepthLuma()).isEqualTo(luma);
        assertThat(format.avc().bitDepthChroma()).isEqualTo(chromaDepth);
        assertThat(format.avc().profile() << 16
                        | format.avc().compatibility() << 8
                        | format.avc().level())
                .isEqualTo(Integer.parseInt(codecs.substring(5), 16));
    }

    @Test
    @Tag("TS-043")
    void aspectRatioAndColourAreReadFromTheVui() throws MalformedMediaException {
        assertThat(parse(NTSC).vui().sar()).isEqualTo(new Ratio(8, 9));
        assertThat(parse(NTSC).vui().colour()).isEqualTo(new Colour(6, 6, 6, false));
        assertThat(parse(FULL_RANGE).vui().colour()).isEqualTo(new Colour(2, 2, 1, true));
        assertThat(parse(BASELINE).vui().sar()).isEqualTo(Ratio.SQUARE);
        assertThat(parse(BASELINE).vui().colour()).isEqualTo(Colour.BT709);
        assertThat(parse(INTERLACED).frameMbsOnly()).isFalse();
        assertThat(parse(HIGH).frameMbsOnly()).isTrue();
    }

    @Test
    @Tag("TS-043")
    void jcodecReadsTheSame() throws MalformedMediaException {
        for (String hex : ALL) {
            boolean misreadByJcodec = hex.startsWith("67f4"); // it does not know profile 244
            if (misreadByJcodec) {
                continue;
            }
            byte[] nal = HexFormat.of().parseHex(hex);
            H264Sps sps = parse(hex);
            SeqParameterSet other = H264Utils.readSPS(ByteBuffer.wrap(nal, 1, nal.length - 1));
            boolean miscroppedByJcodec = !sps.frameMbsOnly(); // it forgets that crop units double
            if (!miscroppedByJcodec) {
                assertThat(sps.width())
                        .as(hex)
                        .isEqualTo(H264Utils.getPicSize(other).getWidth());
                assertThat(sps.height()).isEqualTo(H264Utils.getPicSize(other).getHeight());
            }
            assertThat(sps.log2MaxFrameNum()).isEqualTo(other.log2MaxFrameNumMinus4 + 4);
            assertThat(sps.frameMbsOnly()).isEqualTo(other.frameMbsOnlyFlag);
            assertThat(sps.id()).isEqualTo(other.seqParameterSetId);
            assertThat(sps.vui().maxNumReorderFrames())
                    .isEqualTo(other.vuiParams.bitstreamRestriction.numReorderFrames);
        }
    }

    @Test
    @Tag("TS-043")
    void givenScalingMatrices_whenSkipped_thenTheSizeBehindThemIsRight() throws MalformedMediaException {
        // profile 100, id 0, 4:2:0, 8 bit; matrix with two lists present, of which the second ends early
        StringBuilder bits =
                new StringBuilder("01100100" + "00000000" + "00011110" + "1" + "010" + "1" + "1" + "0" + "1");
        bits.append('1').append("1".repeat(16)); // 16 deltas of 0
        bits.append('1').append("000010001"); // delta -8: next scale 0, the default list
        bits.append("000000"); // six lists absent
        bits.append("1" + "1" + "1" + "010" + "0"); // frame num, poc type 0, poc lsb, 1 reference, no gaps
        bits.append("000010100" + "0001011" + "1" + "1" + "0" + "0" + "1"); // 20 x 11 macroblocks
        byte[] nal = nal(bits);

        H264Sps sps = H264Sps.parse(nal, 0, nal.length);

        assertThat(sps.width()).isEqualTo(320);
        assertThat(sps.height()).isEqualTo(176);
    }

    @Test
    @Tag("TS-044")
    void givenAHugePictureOrderCycle_whenRead_thenItIsRefusedWithoutMemory() {
        // baseline, id 0, frame num, poc type 1, flag, offsets 0 0, cycle = 2^30
        StringBuilder bits =
                new StringBuilder("01000010" + "00000000" + "00011110" + "1" + "1" + "010" + "0" + "1" + "1");
        bits.append("0".repeat(30))
                .append('1')
                .append("0".repeat(29))
                .append('1')
                .append("0".repeat(64));
        byte[] nal = nal(bits);

        assertThatExceptionOfType(MalformedMediaException.class)
                .isThrownBy(() -> H264Sps.parse(nal, 0, nal.length))
                .withMessageContaining("num_ref_frames_in_pic_order_cnt_cycle");
    }

    @Test
    @Tag("TS-044")
    void givenASetCutAnywhere_whenRead_thenItIsRefusedOrHasItsSize() throws MalformedMediaException {
        for (String hex : ALL) {
            byte[] nal = HexFormat.of().parseHex(hex);
            H264Sps whole = parse(hex);
            for (int length = 0; length < nal.length; length++) {
                try {
                    H264Sps cut = H264Sps.parse(nal, 0, length);
                    assertThat(cut.avc()).isEqualTo(whole.avc());
                    assertThat(cut.width()).isEqualTo(whole.width());
                } catch (MalformedMediaException expected) {
                    assertThat(expected).hasMessageNotContaining("null");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    @Tag("TS-044")
    void givenCorruptedSets_whenRead_thenNoErrorIsThrownAndLittleMemoryIsUsed(long seed) {
        Random random = new Random(seed);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        int rounds = 62_500; // by 16 seeds: a million
        byte[][] sets = ALL.stream().map(HexFormat.of()::parseHex).toArray(byte[][]::new);
        for (int i = 0; i < 2_000; i++) {
            read(corrupted(sets[random.nextInt(sets.length)], random)); // what the classes need once
        }
        long worst = 0;
        for (int i = 0; i < rounds; i++) {
            byte[] nal = corrupted(sets[random.nextInt(sets.length)], random);
            long before = threads.getThreadAllocatedBytes(thread);
            read(nal);
            worst = Math.max(worst, threads.getThreadAllocatedBytes(thread) - before);
        }
        assertThat(worst).isLessThan(64 * 1024);
    }

    @FuzzTest
    void anyBytesAreReadOrRefused(byte[] bytes) {
        byte[] nal = Arrays.copyOf(bytes, bytes.length + 1);
        nal[0] = 0x67;
        read(nal);
        nal[0] = 0x68;
        read(nal);
    }

    private static void read(byte[] nal) {
        try {
            H264Sps sps = H264Sps.parse(nal, 0, nal.length);
            boolean sane = sps.width() > 0 && sps.height() > 0 && sps.width() <= 16_384 && sps.height() <= 16_384;
            assertThat(sane).isTrue();
        } catch (MalformedMediaException expected) {
            // refused
        }
        try {
            H264Pps pps = H264Pps.parse(nal, 0, nal.length);
            boolean sane = pps.id() <= 255 && pps.spsId() <= 31;
            assertThat(sane).isTrue();
        } catch (MalformedMediaException expected) {
            // refused
        }
    }

    private static byte[] corrupted(byte[] set, Random random) {
        byte[] nal = Arrays.copyOf(set, set.length + random.nextInt(40));
        int flips = 1 + random.nextInt(6);
        for (int i = 0; i < flips; i++) {
            nal[1 + random.nextInt(nal.length - 1)] ^= (byte) (1 << random.nextInt(8));
        }
        nal[0] = (byte) (random.nextInt(4) == 0 ? 0x68 : 0x67);
        return nal;
    }

    private static H264Sps parse(String hex) throws MalformedMediaException {
        byte[] nal = HexFormat.of().parseHex(hex);
        return H264Sps.parse(nal, 0, nal.length);
    }

    /** The bits behind a header byte, with rbsp_trailing_bits; the bits given need no emulation prevention. */
    private static byte[] nal(StringBuilder bits) {
        bits.append('1');
        while (bits.length() % 8 != 0) {
            bits.append('0');
        }
        byte[] nal = new byte[1 + bits.length() / 8];
        nal[0] = 0x67;
        for (int i = 1; i < nal.length; i++) {
            nal[i] = (byte) Integer.parseInt(bits.substring(8 * i - 8, 8 * i), 2);
        }
        return nal;
    }
}
