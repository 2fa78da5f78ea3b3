package llhls.ingest.ts;

import llhls.media.codec.NalUnits;

/**
 * Finds the SEI message that says: decoding may begin at this picture (ISO/IEC 14496-10 §D.1.7).
 *
 * <p>Thread: confined to its assembler.
 */
final class RecoveryPoint {

    private static final int PAYLOAD_TYPE = 6;
    /** Longer SEI carries captions or user data behind or before; the message sought is among the first. */
    private static final int MAX_BYTES = 1024;

    private final byte[] rbsp = new byte[MAX_BYTES];

    /** True when the SEI NAL unit has a recovery point with recovery_frame_cnt 0: this very picture is sound. */
    boolean isIn(byte[] nal, int offset, int length) {
        int end = NalUnits.unescape(nal, offset + 1, length - 1, rbsp);
        int at = 0;
        while (at < end) {
            int type = 0;
            while (at < end && rbsp[at] == (byte) 0xFF) {
                type += 255;
                at++;
            }
            type += at < end ? rbsp[at] & 0xFF : 0;
            at++;
            int size = 0;
            while (at < end && rbsp[at] == (byte) 0xFF) {
                size += 255;
                at++;
            }
            size += at < end ? rbsp[at] & 0xFF : 0;
            at++;
            if (type == PAYLOAD_TYPE) {
                return size > 0 && at < end && rbsp[at] < 0; // ue(v) of 0 is a single 1 bit
            }
            at += size;
        }
        return false;
    }
}
