package llhls.media.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import llhls.media.MalformedMediaException;
import org.jcodec.codecs.h264.H264Utils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NalUnitsTest {

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    @Tag("TS-026")
    void startCodesAreFoundWhereASlowSearchFindsThem(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = sparse(random, random.nextInt(40));
            int from = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            int slow = -1;
            for (int at = from; at + 3 <= bytes.length && slow < 0; at++) {
                slow = bytes[at] == 0 && bytes[at + 1] == 0 && bytes[at + 2] == 1 ? at : -1;
            }
            assertThat(NalUnits.findStartCode(bytes, from, bytes.length)).isEqualTo(slow);
        }
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    void emulationPreventionIsRemovedAsByJcodec(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] raw = sparse(random, 2 + random.nextInt(60));
            raw[raw.length - 1] = (byte) 0x80;
            ByteBuffer escaped = ByteBuffer.allocate(raw.length * 2 + 2);
            H264Utils.escapeNAL(ByteBuffer.wrap(raw), escaped);
            byte[] target = new byte[raw.length];

            int written = NalUnits.unescape(escaped.array(), 0, escaped.position(), target);

            assertThat(written).isEqualTo(raw.length);
            assertThat(target).isEqualTo(raw);
        }
    }

    @Test
    @Tag("TS-044")
    void givenASmallTarget_whenUnescaped_thenItIsFilledAndNoMore() {
        byte[] target = new byte[8];

        assertThat(NalUnits.unescape(new byte[1000], 0, 1000, target)).isEqualTo(8);
    }

    @Test
    void trailingZerosEndNoNalUnit() {
        byte[] bytes = {1, 2, 0, 0, 0};

        assertThat(NalUnits.trimTrailingZeros(bytes, 0, 5)).isEqualTo(2);
        assertThat(NalUnits.trimTrailingZeros(bytes, 2, 5)).isEqualTo(2);
    }

    @Test
    void sliceHeadsAreRead() throws MalformedMediaException {
        H264Sps sps =
                H264Sps.parse(HexFormat.of().parseHex("67640028acd94078044fde0220000003002000000643e2c5b2c0"), 0, 26);
        H264SliceHeader slice = new H264SliceHeader();
        // first_mb 0, slice type 6 (B), pps 2, frame_num 9 in 4 bits, field, bottom
        byte[] nal = {0x01, (byte) 0b1_00111_01, (byte) 0b1_1001_1_1_0, 0x55, 0x55};

        slice.read(nal, 0, nal.length);
        slice.readFrame(sps);

        assertThat(sps.log2MaxFrameNum()).isEqualTo(4);
        assertThat(slice.isBidirectional()).isTrue();
        assertThat(slice.ppsId()).isEqualTo(2);
        assertThat(slice.frameNum()).isEqualTo(9);
        assertThat(slice.fieldPicture()).isTrue();
        assertThat(slice.bottomField()).isTrue();
    }

    @Test
    @Tag("TS-044")
    void givenAnEmptyOrAbsurdSlice_whenRead_thenItIsRefused() {
        H264SliceHeader slice = new H264SliceHeader();
        byte[] zeros = new byte[100];
        zeros[0] = 0x41;

        assertThatExceptionOfType(MalformedMediaException.class).isThrownBy(() -> slice.read(zeros, 0, 100));
        assertThatExceptionOfType(MalformedMediaException.class).isThrownBy(() -> slice.read(zeros, 0, 1));
    }

    /** Few values, so that start codes and emulation are frequent. */
    private static byte[] sparse(Random random, int length) {
        byte[] values = {0, 0, 0, 1, 2, 3, 4, (byte) 0xFF};
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = values[random.nextInt(values.length)];
        }
        return Arrays.copyOf(bytes, length);
    }
}
