package llhls.ingest.ts;

import java.util.Arrays;
import llhls.media.codec.NalUnits;

/**
 * Annex B bytes of the access unit in progress, scanned for NAL units as they arrive, so that at its end at most the last
 * packet is left to scan.
 *
 * <p>Thread: confined to its assembler.
 */
final class NalBuffer {

    private static final int MAX_NALS = 4096;
    private static final int START_CODE = NalUnits.START_CODE_LENGTH;

    private final int maxBytes;
    private byte[] bytes = new byte[64 * 1024];
    private int end;
    private int scanFrom;

    // the NAL unit found last
    private int foundPrefix;
    private int foundHeader;

    // NAL units of the access unit
    private int[] prefixes = new int[64];
    private int[] headers = new int[64];
    private int count;

    NalBuffer(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    byte[] bytes() {
        return bytes;
    }

    int end() {
        return end;
    }

    /** False when the limit is reached and nothing was added. */
    boolean append(byte[] source, int from, int to) {
        int length = to - from;
        if (length > maxBytes - end) {
            return false;
        }
        if (length > bytes.length - end) {
            bytes = Arrays.copyOf(bytes, Math.min(maxBytes, Math.max(bytes.length * 2, end + length)));
        }
        System.arraycopy(source, from, bytes, end, length);
        end += length;
        return true;
    }

    /** Moves to the next NAL unit of which as many bytes are here as {@link #startsPicture} needs; false when there is none yet. */
    boolean findNext() {
        int at = NalUnits.findStartCode(bytes, scanFrom, end);
        if (at < 0) {
            scanFrom = Math.max(scanFrom, end - START_CODE + 1);
            return false;
        }
        int header = at + START_CODE;
        boolean enough = header + 1 < end || (header < end && !NalUnits.startsSlice(NalUnits.type(bytes[header])));
        scanFrom = enough ? header : at;
        if (!enough) {
            return false;
        }
        boolean fourByteForm = at > 0 && bytes[at - 1] == 0;
        foundPrefix = fourByteForm ? at - 1 : at;
        foundHeader = header;
        return true;
    }

    /** True when a start code lies at the end whose NAL unit cannot be told yet. */
    boolean endsUndecided() {
        return scanFrom + START_CODE <= end;
    }

    /** Where the start code of the NAL unit found last begins, its leading zero included. */
    int foundPrefix() {
        return foundPrefix;
    }

    /** Where its {@code 00 00 01} begins: a zero before that may still belong to the PES packet before. */
    int foundStartCode() {
        return foundHeader - START_CODE;
    }

    byte foundHeader() {
        return bytes[foundHeader];
    }

    /** True for a slice with first_mb_in_slice 0: ue(v) of 0 is a single 1 bit. */
    boolean startsPicture() {
        return NalUnits.startsSlice(NalUnits.type(foundHeader())) && bytes[foundHeader + 1] < 0;
    }

    /** Counts the NAL unit found last to the access unit; false above the limit. */
    boolean add() {
        if (count == MAX_NALS) {
            return false;
        }
        if (count == headers.length) {
            headers = Arrays.copyOf(headers, count * 2);
            prefixes = Arrays.copyOf(prefixes, count * 2);
        }
        prefixes[count] = foundPrefix;
        headers[count] = foundHeader;
        count++;
        return true;
    }

    int count() {
        return count;
    }

    /** Index of the header byte of NAL unit {@code i}. */
    int nalStart(int i) {
        return headers[i];
    }

    /** End of NAL unit {@code i} without trailing zeros, when the access unit ends at {@code unitEnd}. */
    int nalEnd(int i, int unitEnd) {
        int next = i + 1 < count ? prefixes[i + 1] : unitEnd;
        return NalUnits.trimTrailingZeros(bytes, headers[i], next);
    }

    /** Forgets the access unit and its bytes, which are those before {@code unitEnd}. */
    void cut(int unitEnd) {
        System.arraycopy(bytes, unitEnd, bytes, 0, end - unitEnd);
        end -= unitEnd;
        scanFrom = Math.max(0, scanFrom - unitEnd);
        foundPrefix = Math.max(0, foundPrefix - unitEnd);
        foundHeader = Math.max(0, foundHeader - unitEnd);
        count = 0;
    }

    void clear() {
        cut(end);
        scanFrom = 0;
    }
}
