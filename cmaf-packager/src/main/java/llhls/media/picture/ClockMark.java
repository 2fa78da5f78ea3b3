package llhls.media.picture;

import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * The time a picture was taken, written into the picture as large black and white cells, so that any reader of decoded
 * pictures can tell how old they are. Survives re-encoding, noise, blur and scaling down to 320x180.
 *
 * <p>Layout: 4 rows of 20 cells over the whole width; a cell is 1/20 of the width and 2/45 of the height, the first row
 * starts at 34/45 of the height (640x360: cells of 32x16, rows 272 to 335, on macroblock borders). White is 1. Row by row:
 * <pre>
 *   4 bits  1010          known levels and orientation
 *  48 bits  Unix time in milliseconds, most significant bit first
 *  24 bits  low bits of CRC-32C over those six bytes
 *   4 bits  0101
 * </pre>
 *
 * <p>Pure functions; thread: any.
 */
public final class ClockMark {

    private static final int COLUMNS = 20;
    private static final int ROWS = 4;
    private static final int CELLS = COLUMNS * ROWS;
    private static final int HEIGHT_UNITS = 45; // the height of a picture
    private static final int TOP_UNITS = 34;
    private static final int ROW_UNITS = 2;

    private static final int START = 0b1010;
    private static final int END = 0b0101;
    private static final int GUARD_BITS = 4;
    private static final int TIME_BITS = 48;
    private static final int CHECK_BITS = 24;

    /** Nominal black and white of studio range (ITU-R BT.709), so that no player clips them. */
    private static final int BLACK = 16;

    private static final int WHITE = 235;

    private static final int MIN_CONTRAST = 40;
    /** A cell nearer to the threshold than this share of the contrast is unreadable. */
    private static final int UNSURE_SHARE = 8;

    private ClockMark() {}

    /** First row the mark covers in a picture of {@code height} rows. */
    public static int top(int height) {
        return TOP_UNITS * height / HEIGHT_UNITS;
    }

    /** Row below the mark in a picture of {@code height} rows. */
    public static int bottom(int height) {
        return (TOP_UNITS + ROWS * ROW_UNITS) * height / HEIGHT_UNITS;
    }

    /** Paints the mark on unsigned samples. {@code unixMillis} has at most 48 bits. */
    public static void paint(byte[] luma, int stride, int width, int height, long unixMillis) {
        paint(LumaPlane.unsigned(luma, stride, width, height), unixMillis);
    }

    /** Paints the mark. {@code unixMillis} has at most 48 bits. */
    public static void paint(LumaPlane plane, long unixMillis) {
        if (unixMillis >>> TIME_BITS != 0) {
            throw new IllegalArgumentException("unixMillis=" + unixMillis + " needs more than 48 bits");
        }
        for (int cell = 0; cell < CELLS; cell++) {
            int column = cell % COLUMNS;
            int row = cell / COLUMNS;
            plane.fill(
                    left(plane, column),
                    rowTop(plane, row),
                    left(plane, column + 1),
                    rowTop(plane, row + 1),
                    bit(cell, unixMillis) ? WHITE : BLACK);
        }
    }

    /** Reads the mark from unsigned samples; empty when there is none, or none that can be read for sure. */
    public static OptionalLong read(byte[] luma, int stride, int width, int height) {
        return read(LumaPlane.unsigned(luma, stride, width, height));
    }

    /** Reads the mark; empty when there is none, or none that can be read for sure. */
    public static OptionalLong read(LumaPlane plane) {
        if (plane.width() < 4 * COLUMNS || plane.height() < 2 * HEIGHT_UNITS) {
            return OptionalLong.empty(); // cells of less than 4x4 samples
        }
        int[] levels = new int[CELLS];
        for (int cell = 0; cell < CELLS; cell++) {
            levels[cell] = centreLevel(plane, cell % COLUMNS, cell / COLUMNS);
        }
        return decode(levels);
    }

    private static OptionalLong decode(int[] levels) {
        int white = (levels[0] + levels[2] + levels[CELLS - 3] + levels[CELLS - 1]) / GUARD_BITS;
        int black = (levels[1] + levels[3] + levels[CELLS - 4] + levels[CELLS - 2]) / GUARD_BITS;
        int contrast = white - black;
        if (contrast < MIN_CONTRAST) {
            return OptionalLong.empty();
        }
        int threshold = (white + black) / 2;
        boolean[] bits = new boolean[CELLS];
        for (int cell = 0; cell < CELLS; cell++) {
            int distance = levels[cell] - threshold;
            if (Math.abs(distance) * UNSURE_SHARE < contrast) {
                return OptionalLong.empty();
            }
            bits[cell] = distance > 0;
        }
        return verified(bits);
    }

    private static OptionalLong verified(boolean[] bits) {
        long unixMillis = value(bits, GUARD_BITS, TIME_BITS);
        boolean intact = value(bits, 0, GUARD_BITS) == START
                && value(bits, GUARD_BITS + TIME_BITS, CHECK_BITS) == check(unixMillis)
                && value(bits, CELLS - GUARD_BITS, GUARD_BITS) == END;
        return intact ? OptionalLong.of(unixMillis) : OptionalLong.empty();
    }

    private static long value(boolean[] bits, int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = value << 1 | (bits[i] ? 1 : 0);
        }
        return value;
    }

    private static boolean bit(int cell, long unixMillis) {
        if (cell < GUARD_BITS) {
            return (START >> (GUARD_BITS - 1 - cell) & 1) == 1;
        }
        if (cell < GUARD_BITS + TIME_BITS) {
            return (unixMillis >> (GUARD_BITS + TIME_BITS - 1 - cell) & 1) == 1;
        }
        if (cell < CELLS - GUARD_BITS) {
            return (check(unixMillis) >> (CELLS - GUARD_BITS - 1 - cell) & 1) == 1;
        }
        return (END >> (CELLS - 1 - cell) & 1) == 1;
    }

    private static long check(long unixMillis) {
        CRC32C crc = new CRC32C();
        for (int shift = TIME_BITS - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            crc.update((int) (unixMillis >> shift) & 0xFF);
        }
        return crc.getValue() & (1L << CHECK_BITS) - 1;
    }

    /** Mean over the inner half of a cell in both directions: its edges are where blur and ringing sit. */
    private static int centreLevel(LumaPlane plane, int column, int row) {
        int left = left(plane, column);
        int top = rowTop(plane, row);
        int marginX = (left(plane, column + 1) - left) / 4;
        int marginY = (rowTop(plane, row + 1) - top) / 4;
        int right = left(plane, column + 1) - marginX;
        int bottom = rowTop(plane, row + 1) - marginY;
        int sum = 0;
        for (int y = top + marginY; y < bottom; y++) {
            for (int x = left + marginX; x < right; x++) {
                sum += plane.level(x, y);
            }
        }
        return sum / ((right - left - marginX) * (bottom - top - marginY));
    }

    private static int left(LumaPlane plane, int column) {
        return column * plane.width() / COLUMNS;
    }

    private static int rowTop(LumaPlane plane, int row) {
        return (TOP_UNITS + row * ROW_UNITS) * plane.height() / HEIGHT_UNITS;
    }
}
