package llhls.cli.push;

import java.nio.ByteBuffer;
import llhls.media.picture.ClockMark;
import llhls.media.picture.LumaPlane;
import org.jcodec.codecs.h264.H264Decoder;
import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Picture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PatternTest {

    private static final long START = 1_772_444_400_123L;
    private static final int CODED_HEIGHT = 368; // whole macroblocks

    @Test
    void givenTwoGops_whenDecodedByAnotherReader_thenEveryPictureShowsItsTime() {
        PatternPicture pattern = new PatternPicture("live/demo");
        PatternEncoder encoder = new PatternEncoder();
        H264Decoder decoder = new H264Decoder();
        for (int frame = 0; frame < 50; frame++) {
            long millis = START + frame * 40L;
            byte[] unit = encoder.encode(pattern.paint(frame, millis), frame % 25 == 0);

            assertThat(ClockMark.read(luma(decode(decoder, unit))))
                    .as("frame %d", frame)
                    .hasValue(millis);
        }
    }

    @Test
    void givenASkippedFrame_whenTheNextIsEncoded_thenItStillDecodes() {
        PatternPicture pattern = new PatternPicture("live/demo");
        PatternEncoder encoder = new PatternEncoder();
        H264Decoder decoder = new H264Decoder();
        for (int frame : new int[] {0, 1, 5, 17, 25, 26}) {
            byte[] unit = encoder.encode(pattern.paint(frame, START + frame), frame % 25 == 0);

            assertThat(ClockMark.read(luma(decode(decoder, unit))))
                    .as("frame %d", frame)
                    .hasValue(START + frame);
        }
    }

    @Test
    void givenAKeyFrame_whenEncoded_thenParameterSetsAreInFront() {
        PatternPicture pattern = new PatternPicture("live/demo");
        PatternEncoder encoder = new PatternEncoder();

        assertThat(encoder.encode(pattern.paint(0, START), true)).startsWith(0, 0, 0, 1, 0x67);
        assertThat(encoder.encode(pattern.paint(1, START), false)[4] & 0x1F)
                .as("NAL unit type")
                .isEqualTo(1);
    }

    @Test
    void theBoxMovesBetweenBothEdgesNeverFasterThanTheMotionSearch() {
        PatternPicture pattern = new PatternPicture("");
        int before = boxLeft(pattern, 0);
        int leftmost = before;
        int rightmost = before;
        for (int frame = 1; frame < 600; frame++) {
            int now = boxLeft(pattern, frame);
            assertThat(Math.abs(now - before)).as("frame %d", frame).isEqualTo(4);
            before = now;
            leftmost = Math.min(leftmost, now);
            rightmost = Math.max(rightmost, now);
        }
        assertThat(leftmost).isEqualTo(32);
        assertThat(rightmost).isEqualTo(640 - 32 - 24);
    }

    @Test
    void theClockIsWrittenInDigits() {
        PatternPicture pattern = new PatternPicture("");
        boolean[] first = clockDots(pattern, 36_000_000); // 10:00:00.000
        boolean[] second = clockDots(pattern, 36_000_001);

        int differing = 0;
        for (int i = 0; i < first.length; i++) {
            differing += first[i] == second[i] ? 0 : 1;
        }
        assertThat(differing).as("0 and 1 of the last digit differ").isBetween(5, 30);
    }

    @Test
    void givenALongNameWithUnknownLetters_whenPainted_thenItStaysInThePicture() {
        Picture picture = new PatternPicture("live/" + "é漢".repeat(125)).paint(0, START);

        assertThat(ClockMark.read(luma(picture))).hasValue(START);
    }

    @Test
    void everyLetterOfUsualStreamNamesIsDrawn() {
        Glyphs glyphs = Glyphs.load();
        for (char letter : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./: ".toCharArray()) {
            assertThat(glyphs.knows(letter)).as("%c", letter).isTrue();
        }
    }

    private static Picture decode(H264Decoder decoder, byte[] unit) {
        Picture target = Picture.create(PatternPicture.WIDTH, CODED_HEIGHT, ColorSpace.YUV420J);
        return decoder.decodeFrame(ByteBuffer.wrap(unit), target.getData());
    }

    private static LumaPlane luma(Picture picture) {
        return LumaPlane.centred(
                picture.getPlaneData(0), picture.getWidth(), PatternPicture.WIDTH, PatternPicture.HEIGHT);
    }

    private static int boxLeft(PatternPicture pattern, int frame) {
        LumaPlane plane = luma(pattern.paint(frame, START));
        for (int x = 0; x < PatternPicture.WIDTH; x++) {
            if (plane.level(x, 260) > 200) {
                return x;
            }
        }
        throw new AssertionError("no box in frame " + frame);
    }

    /** Which dots of the clock's 12 letters are lit. */
    private static boolean[] clockDots(PatternPicture pattern, long millis) {
        LumaPlane plane = luma(pattern.paint(0, millis));
        boolean[] dots = new boolean[12 * Glyphs.ADVANCE * Glyphs.ROWS];
        for (int i = 0; i < dots.length; i++) {
            int column = i % (12 * Glyphs.ADVANCE);
            int row = i / (12 * Glyphs.ADVANCE);
            dots[i] = plane.level(32 + column * 8 + 4, 144 + row * 8 + 4) > 200;
        }
        return dots;
    }
}
