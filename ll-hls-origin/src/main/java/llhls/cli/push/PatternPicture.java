package llhls.cli.push;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import llhls.media.picture.ClockMark;
import llhls.media.picture.LumaPlane;
import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Picture;

/**
 * The test pattern: colour bars, the stream's name, the wall clock to the millisecond in large digits, a frame counter, a box
 * that moves, and the {@link ClockMark} for machines. One picture is painted again and again.
 *
 * <p>Thread: confined to the encoder's thread.
 */
final class PatternPicture {

    static final int WIDTH = 640;
    static final int HEIGHT = 360;

    private static final int BARS_BOTTOM = 96;
    /** Y, Cb, Cr of bars at 75 % (ITU-R BT.601), from white to black. */
    private static final int[][] BARS = {
        {180, 128, 128}, {162, 44, 142}, {131, 156, 44}, {112, 72, 58},
        {84, 184, 198}, {65, 100, 212}, {35, 212, 114}, {16, 128, 128}
    };

    private static final int BACKGROUND = 40;
    private static final int INK = 235;
    private static final int GREY = 150;

    private static final int MARGIN = 32;
    private static final Glyphs.Place NAME = new Glyphs.Place(MARGIN, 108, 3);
    private static final Glyphs.Place CLOCK = new Glyphs.Place(MARGIN, 144, 8);
    private static final Glyphs.Place COUNTER = new Glyphs.Place(MARGIN, 218, 3);
    private static final int DYNAMIC_TOP = 144;
    private static final int DYNAMIC_BOTTOM = 272;

    private static final int BOX = 24;
    private static final int BOX_TOP = 244;
    private static final int BOX_STEP = 4; // within the encoder's motion search
    private static final int BOX_STEPS = (WIDTH - 2 * MARGIN - BOX) / BOX_STEP;

    private static final DateTimeFormatter CLOCK_FORMAT =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Glyphs glyphs = Glyphs.load();
    private final Picture picture = Picture.create(WIDTH, HEIGHT, ColorSpace.YUV420J);
    private final LumaPlane luma = LumaPlane.centred(picture.getPlaneData(0), WIDTH, WIDTH, HEIGHT);

    /** @param title what to show above the clock */
    PatternPicture(String title) {
        luma.fill(0, 0, WIDTH, HEIGHT, BACKGROUND);
        for (int bar = 0; bar < BARS.length; bar++) {
            paintBar(bar);
        }
        glyphs.draw(luma, NAME, title, INK);
    }

    /** The picture of {@code frame}, taken at {@code unixMillis}; valid until the next call. */
    Picture paint(long frame, long unixMillis) {
        luma.fill(0, DYNAMIC_TOP, WIDTH, DYNAMIC_BOTTOM, BACKGROUND);
        glyphs.draw(luma, CLOCK, CLOCK_FORMAT.format(Instant.ofEpochMilli(unixMillis)), INK);
        glyphs.draw(luma, COUNTER, "UTC   frame " + frame, GREY);
        int left = MARGIN + BOX_STEP * bounce(frame);
        luma.fill(left, BOX_TOP, left + BOX, BOX_TOP + BOX, INK);
        ClockMark.paint(luma, unixMillis);
        return picture;
    }

    /** 0 up to {@link #BOX_STEPS} and back. */
    private static int bounce(long frame) {
        int phase = (int) (frame % (2 * BOX_STEPS));
        return Math.min(phase, 2 * BOX_STEPS - phase);
    }

    private void paintBar(int bar) {
        int left = bar * WIDTH / BARS.length;
        int right = (bar + 1) * WIDTH / BARS.length;
        luma.fill(left, 0, right, BARS_BOTTOM, BARS[bar][0]);
        for (int plane = 1; plane <= 2; plane++) {
            LumaPlane.centred(picture.getPlaneData(plane), WIDTH / 2, WIDTH / 2, HEIGHT / 2)
                    .fill(left / 2, 0, right / 2, BARS_BOTTOM / 2, BARS[bar][plane]);
        }
    }
}
