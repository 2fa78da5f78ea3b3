package llhls.media.picture;

import java.util.Arrays;

/**
 * The brightness samples of one picture, seen as levels 0 to 255 whatever their representation. The array is borrowed.
 *
 * @param samples rows of {@code stride} bytes, the first sample at index 0
 * @param stride bytes from one row to the next, at least {@code width}
 * @param width samples in a row
 * @param height rows
 * @param zeroSample the sample, as a signed byte, that means level 0: 0 for plain bytes, -128 where planes are centred on 0
 */
@SuppressWarnings("ArrayRecordComponent") // borrowed samples of one picture; never compared, never kept
public record LumaPlane(byte[] samples, int stride, int width, int height, int zeroSample) {

    public LumaPlane {
        if (width < 1 || height < 1 || stride < width) {
            throw new IllegalArgumentException(
                    "no picture: width=" + width + " height=" + height + " stride=" + stride);
        }
        if (samples.length < (long) stride * (height - 1) + width) {
            throw new IllegalArgumentException("plane of " + samples.length + " bytes is too short for " + width + "x"
                    + height + " with stride=" + stride);
        }
    }

    /** Samples that are unsigned bytes, as decoders and browsers deliver them. */
    public static LumaPlane unsigned(byte[] samples, int stride, int width, int height) {
        return new LumaPlane(samples, stride, width, height, 0);
    }

    /** Samples that are level - 128, as JCodec's pictures hold them. */
    public static LumaPlane centred(byte[] samples, int stride, int width, int height) {
        return new LumaPlane(samples, stride, width, height, Byte.MIN_VALUE);
    }

    /** Level 0 to 255 at column {@code x}, row {@code y}. */
    public int level(int x, int y) {
        return (samples[y * stride + x] - zeroSample) & 0xFF;
    }

    /** Sets every sample of a rectangle inside the picture to {@code level}, 0 to 255. */
    public void fill(int left, int top, int right, int bottom, int level) {
        byte sample = (byte) (level + zeroSample);
        for (int y = top; y < bottom; y++) {
            Arrays.fill(samples, y * stride + left, y * stride + right, sample);
        }
    }
}
