package llhls.ingest.ts;

import java.util.Arrays;
import llhls.media.codec.NalUnits;

/**
 * Builds a CMAF sample of an Annex B access unit: 4-byte lengths, without parameter sets, delimiters and filler (ISO/IEC
 * 14496-15 §5.3.3).
 *
 * <p>Thread: confined to its assembler.
 */
final class AvcSample {

    private static final int LENGTH_SIZE = 4;

    private byte[] bytes = new byte[64 * 1024];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    /** Adds the NAL units of the access unit that ends at {@code unitEnd}. */
    void append(NalBuffer nals, int unitEnd) {
        for (int i = 0; i < nals.count(); i++) {
            int start = nals.nalStart(i);
            int end = nals.nalEnd(i, unitEnd);
            if (end > start && isKept(NalUnits.type(nals.bytes()[start]))) {
                append(nals.bytes(), start, end - start);
            }
        }
    }

    private static boolean isKept(int type) {
        return type != NalUnits.SPS && type != NalUnits.PPS && !NalUnits.droppedFromSamples(type);
    }

    private void append(byte[] source, int offset, int nalLength) {
        int needed = length + LENGTH_SIZE + nalLength;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
        }
        bytes[length] = (byte) (nalLength >> 24);
        bytes[length + 1] = (byte) (nalLength >> 16);
        bytes[length + 2] = (byte) (nalLength >> 8);
        bytes[length + 3] = (byte) nalLength;
        System.arraycopy(source, offset, bytes, length + LENGTH_SIZE, nalLength);
        length = needed;
    }
}
