package llhls.media.picture;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Random;
import org.jcodec.codecs.h264.H264Decoder;
import org.jcodec.codecs.h264.H264Encoder;
import org.jcodec.codecs.h264.encode.RateControl;
import org.jcodec.codecs.h264.io.model.SliceType;
import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Picture;
import org.jcodec.common.model.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ClockMarkTest {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final long MILLIS_48_BITS = (1L << 48) - 1;

    @ParameterizedTest
    @CsvSource({"640,360,640", "320,180,320", "1280,720,1280", "1920,1080,2048", "426,240,432", "640,368,640"})
    void givenAPaintedMark_whenReadAtTheSameSize_thenTheTimeComesBack(int width, int height, int stride) {
        byte[] luma = noise(new Random(1), stride * height, 40, 200);
        ClockMark.paint(luma, stride, width, height, 1_772_444_400_123L);

        assertThat(ClockMark.read(luma, stride, width, height)).hasValue(1_772_444_400_123L);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 0x5555_5555_5555L, 0xAAAA_AAAA_AAAAL, MILLIS_48_BITS})
    void everyTimeOf48BitsFits(long millis) {
        assertThat(ClockMark.read(marked(millis), WIDTH, WIDTH, HEIGHT)).hasValue(millis);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, MILLIS_48_BITS + 1})
    void givenATimeOfMoreThan48Bits_whenPainted_thenItIsRefused(long millis) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> marked(millis))
                .withMessageContaining("48 bits");
    }

    @Test
    void givenCentredSamples_whenPaintedAndRead_thenBlackIsMinus112AndTheTimeComesBack() {
        byte[] luma = new byte[WIDTH * HEIGHT];
        LumaPlane plane = LumaPlane.centred(luma, WIDTH, WIDTH, HEIGHT);
        ClockMark.paint(plane, 77);

        assertThat(ClockMark.read(plane)).hasValue(77);
        assertThat(luma[ClockMark.top(HEIGHT) * WIDTH]).as("first cell, white").isEqualTo((byte) (235 - 128));
        assertThat(luma[ClockMark.top(HEIGHT) * WIDTH + 32])
                .as("second cell, black")
                .isEqualTo((byte) (16 - 128));
        assertThat(luma[ClockMark.top(HEIGHT) * WIDTH - 1]).as("above the mark").isZero();
        assertThat(luma[ClockMark.bottom(HEIGHT) * WIDTH]).as("below the mark").isZero();
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    void givenNoise_whenRead_thenTheTimeComesBack(long seed) {
        Random random = new Random(seed);
        long millis = random.nextLong() & MILLIS_48_BITS;
        byte[] luma = marked(millis);
        for (int i = 0; i < luma.length; i++) {
            luma[i] = clamped((luma[i] & 0xFF) + random.nextGaussian() * 40);
        }
        assertThat(ClockMark.read(luma, WIDTH, WIDTH, HEIGHT)).hasValue(millis);
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    void givenBlurAndLowContrast_whenReadAtHalfSize_thenTheTimeComesBack(long seed) {
        long millis = new Random(seed).nextLong() & MILLIS_48_BITS;
        byte[] small = halved(marked(millis));
        byte[] dull = blurred(small, WIDTH / 2, HEIGHT / 2, 2);
        for (int i = 0; i < dull.length; i++) {
            dull[i] = clamped(60 + (dull[i] & 0xFF) * 0.4);
        }
        assertThat(ClockMark.read(dull, WIDTH / 2, WIDTH / 2, HEIGHT / 2)).hasValue(millis);
    }

    @Test
    void givenDoubledSize_whenRead_thenTheTimeComesBack() {
        byte[] luma = marked(1_772_444_400_123L);
        byte[] large = new byte[4 * luma.length];
        for (int y = 0; y < 2 * HEIGHT; y++) {
            for (int x = 0; x < 2 * WIDTH; x++) {
                large[y * 2 * WIDTH + x] = luma[y / 2 * WIDTH + x / 2];
            }
        }
        assertThat(ClockMark.read(large, 2 * WIDTH, 2 * WIDTH, 2 * HEIGHT)).hasValue(1_772_444_400_123L);
    }

    @ParameterizedTest
    @ValueSource(ints = {26, 40, 48})
    void givenEncoderAndDecoderAtAHighQuantiser_whenRead_thenTheTimeComesBack(int qp) {
        Picture picture = Picture.create(WIDTH, HEIGHT, ColorSpace.YUV420J);
        System.arraycopy(noise(new Random(qp), WIDTH * HEIGHT, -80, 80), 0, picture.getPlaneData(0), 0, WIDTH * HEIGHT);
        ClockMark.paint(LumaPlane.centred(picture.getPlaneData(0), WIDTH, WIDTH, HEIGHT), 1_772_444_400_123L);

        Picture decoded = throughTheCodec(picture, qp);

        LumaPlane plane = LumaPlane.centred(decoded.getPlaneData(0), decoded.getWidth(), WIDTH, HEIGHT);
        assertThat(ClockMark.read(plane)).hasValue(1_772_444_400_123L);
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    void givenARandomPicture_whenRead_thenThereIsNoTime(long seed) {
        Random random = new Random(seed);
        byte[] luma = new byte[WIDTH * HEIGHT];
        for (int picture = 0; picture < 200; picture++) {
            paintRandomCells(luma, random);
            assertThat(ClockMark.read(luma, WIDTH, WIDTH, HEIGHT)).isEqualTo(OptionalLong.empty());
        }
    }

    @Test
    void givenAnyCellInverted_whenRead_thenThereIsNoTime() {
        for (int cell = 0; cell < 80; cell++) {
            byte[] luma = marked(1_772_444_400_123L);
            invert(luma, cell);
            assertThat(ClockMark.read(luma, WIDTH, WIDTH, HEIGHT))
                    .as("cell %d", cell)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "79,360", "640,89", "20,45"})
    void givenAPictureTooSmallForCells_whenRead_thenThereIsNoTime(int width, int height) {
        assertThat(ClockMark.read(new byte[width * height], width, width, height))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 128, 255})
    void givenAFlatPicture_whenRead_thenThereIsNoTime(int level) {
        byte[] luma = new byte[WIDTH * HEIGHT];
        Arrays.fill(luma, (byte) level);
        assertThat(ClockMark.read(luma, WIDTH, WIDTH, HEIGHT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0,10,10", "10,0,10", "10,10,9"})
    void givenAPlaneThatIsNoPicture_whenMade_thenItIsRefused(int width, int height, int stride) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> LumaPlane.unsigned(new byte[100], stride, width, height));
    }

    @Test
    void givenAPlaneShorterThanItsPicture_whenMade_thenItIsRefused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> LumaPlane.unsigned(new byte[99], 10, 10, 10))
                .withMessageContaining("too short");
    }

    private static byte[] marked(long millis) {
        byte[] luma = new byte[WIDTH * HEIGHT];
        Arrays.fill(luma, (byte) 110);
        ClockMark.paint(luma, WIDTH, WIDTH, HEIGHT, millis);
        return luma;
    }

    private static byte[] noise(Random random, int length, int min, int max) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (min + random.nextInt(max - min));
        }
        return bytes;
    }

    /** Black and white cells, so that it looks like a mark, with the right levels in the corners. */
    private static void paintRandomCells(byte[] luma, Random random) {
        ClockMark.paint(luma, WIDTH, WIDTH, HEIGHT, 0);
        for (int cell = 4; cell < 76; cell++) {
            if (random.nextBoolean()) {
                invert(luma, cell);
            }
        }
    }

    private static void invert(byte[] luma, int cell) {
        int top = ClockMark.top(HEIGHT) + cell / 20 * 16;
        for (int y = top; y < top + 16; y++) {
            for (int x = cell % 20 * 32; x < cell % 20 * 32 + 32; x++) {
                luma[y * WIDTH + x] = (byte) (251 - (luma[y * WIDTH + x] & 0xFF));
            }
        }
    }

    private static byte[] halved(byte[] luma) {
        byte[] small = new byte[luma.length / 4];
        for (int y = 0; y < HEIGHT / 2; y++) {
            for (int x = 0; x < WIDTH / 2; x++) {
                int at = 2 * y * WIDTH + 2 * x;
                small[y * WIDTH / 2 + x] = (byte) (((luma[at] & 0xFF)
                                + (luma[at + 1] & 0xFF)
                                + (luma[at + WIDTH] & 0xFF)
                                + (luma[at + WIDTH + 1] & 0xFF))
                        / 4);
            }
        }
        return small;
    }

    private static byte[] blurred(byte[] luma, int width, int height, int radius) {
        byte[] out = new byte[luma.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                out[y * width + x] = (byte) mean(luma, width, height, x, y, radius);
            }
        }
        return out;
    }

    private static int mean(byte[] luma, int width, int height, int x, int y, int radius) {
        int sum = 0;
        int count = 0;
        for (int v = Math.max(0, y - radius); v <= Math.min(height - 1, y + radius); v++) {
            for (int u = Math.max(0, x - radius); u <= Math.min(width - 1, x + radius); u++) {
                sum += luma[v * width + u] & 0xFF;
                count++;
            }
        }
        return sum / count;
    }

    private static byte clamped(double level) {
        return (byte) Math.max(0, Math.min(255, Math.round(level)));
    }

    private static Picture throughTheCodec(Picture picture, int qp) {
        H264Encoder encoder = new H264Encoder(new FixedQuantiser(qp));
        ByteBuffer stream = encoder.encodeFrame(picture, ByteBuffer.allocate(encoder.estimateBufferSize(picture)))
                .getData();
        Picture target = Picture.create(WIDTH, 368, ColorSpace.YUV420J);
        return new H264Decoder().decodeFrame(stream, target.getData());
    }

    private record FixedQuantiser(int qp) implements RateControl {
        @Override
        public int startPicture(Size size, int maxSize, SliceType type) {
            return qp;
        }

        @Override
        public int initialQpDelta() {
            return 0;
        }

        @Override
        public int accept(int bits) {
            return 0;
        }
    }
}
