package llhls.media.codec;

/** NAL units of AVC: types, start codes, emulation prevention (ISO/IEC 14496-10 §7.3.1, Annex B). */
public final class NalUnits {

    public static final int NON_IDR_SLICE = 1;
    public static final int PARTITION_A = 2;
    public static final int PARTITION_B = 3;
    public static final int PARTITION_C = 4;
    public static final int IDR_SLICE = 5;
    public static final int SEI = 6;
    public static final int SPS = 7;
    public static final int PPS = 8;
    public static final int ACCESS_UNIT_DELIMITER = 9;
    public static final int END_OF_SEQUENCE = 10;
    public static final int END_OF_STREAM = 11;
    public static final int FILLER = 12;
    public static final int PREFIX = 14;
    public static final int RESERVED_18 = 18;

    /** Length of {@code 00 00 01}. */
    public static final int START_CODE_LENGTH = 3;

    private NalUnits() {}

    /** nal_unit_type of the first byte of a NAL unit. */
    public static int type(byte header) {
        return header & 0x1F;
    }

    /** nal_ref_idc; 0 means that no other picture refers to this one. */
    public static int refIdc(byte header) {
        return header >> 5 & 3;
    }

    /** A slice or its first partition: what begins a picture. */
    public static boolean startsSlice(int type) {
        return type == NON_IDR_SLICE || type == PARTITION_A || type == IDR_SLICE;
    }

    /**
     * True for types that begin a new access unit once the present one has a slice (§7.4.1.2.3). A prefix does not: it stands
     * before every slice of a picture, and only the slice behind it tells which picture.
     */
    public static boolean startsAccessUnit(int type) {
        return type == ACCESS_UNIT_DELIMITER
                || type == SPS
                || type == PPS
                || type == SEI
                || (type > PREFIX && type <= RESERVED_18);
    }

    /** True for what a CMAF sample does not repeat: delimiters, end marks, filler, prefixes (only scalable decoders read them). */
    public static boolean droppedFromSamples(int type) {
        return (type >= ACCESS_UNIT_DELIMITER && type <= FILLER) || type == PREFIX;
    }

    /** Index of the next {@code 00 00 01} that lies wholly in [from, to), or -1. */
    public static int findStartCode(byte[] bytes, int from, int to) {
        int i = from;
        int last = to - START_CODE_LENGTH;
        while (i <= last) {
            int third = bytes[i + 2];
            if (third > 1 || third < 0) {
                i += 3; // no start code can begin at any of the three bytes
            } else if (third == 1) {
                if (bytes[i] == 0 && bytes[i + 1] == 0) {
                    return i;
                }
                i += 3;
            } else {
                i++;
            }
        }
        return -1;
    }

    /** End of the NAL unit in [from, to) without trailing_zero_8bits. */
    public static int trimTrailingZeros(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    /**
     * Removes emulation prevention bytes. Stops when {@code target} is full, which bounds both memory and time.
     *
     * @return how many bytes were written to {@code target}
     */
    public static int unescape(byte[] source, int offset, int length, byte[] target) {
        int written = 0;
        int zeros = 0;
        for (int i = offset; i < offset + length && written < target.length; i++) {
            if (zeros >= 2 && source[i] == 3) {
                zeros = 0;
                continue;
            }
            target[written] = source[i];
            written++;
            zeros = source[i] == 0 ? zeros + 1 : 0;
        }
        return written;
    }
}
