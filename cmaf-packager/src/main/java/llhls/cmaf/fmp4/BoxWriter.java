package llhls.cmaf.fmp4;

import java.nio.ByteBuffer;

/** Box headers, written in place; big-endian buffers only. */
final class BoxWriter {

    static final int HEADER = 8;
    static final int FULL_HEADER = 12;

    private BoxWriter() {}

    /** A four-character code as the number it is on the wire. */
    static int fourCc(String code) {
        return code.charAt(0) << 24 | code.charAt(1) << 16 | code.charAt(2) << 8 | code.charAt(3);
    }

    static void box(ByteBuffer out, int length, int type) {
        out.putInt(length).putInt(type);
    }

    /** A box with version and flags (ISO/IEC 14496-12 §4.2.2). */
    static void fullBox(ByteBuffer out, int length, int type, int version, int flags) {
        out.putInt(length).putInt(type).putInt(version << 24 | flags);
    }
}
