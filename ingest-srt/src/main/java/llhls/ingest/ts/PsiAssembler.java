package llhls.ingest.ts;

/**
 * Joins the sections of one PID and checks their CRC-32 (ISO/IEC 13818-1 §2.4.4).
 *
 * <p>Thread: confined to its demuxer.
 */
final class PsiAssembler {

    /** Receives sound sections; borrowed until it returns. */
    interface Output {
        void section(byte[] bytes, int length);
    }

    /** Of sections with the long header: PAT and PMT. */
    private static final int MAX_SECTION = 3 + 1021;

    private static final int LENGTH_KNOWN = 3;
    /** Long header and CRC. */
    private static final int MIN_SECTION = 8 + 4;

    private static final int FILL = 0xFF;
    private static final int WAITING = -1;

    private final Output out;
    private final TsCounters counters;
    private final byte[] section = new byte[MAX_SECTION];
    /** Bytes of the present section, or WAITING for the start of one. */
    private int filled = WAITING;

    PsiAssembler(Output out, TsCounters counters) {
        this.out = out;
        this.counters = counters;
    }

    /** Bytes are missing: the present section is lost. */
    void gap() {
        filled = WAITING;
    }

    /** The payload [from, to) of a packet. */
    void payload(byte[] bytes, int from, int to, boolean unitStart) {
        if (!unitStart) {
            append(bytes, from, to);
            return;
        }
        int start = from + 1 + (from < to ? bytes[from] & 0xFF : 0);
        if (start > to) {
            filled = WAITING; // pointer_field points out of the packet
            return;
        }
        append(bytes, from + 1, start);
        filled = 0;
        append(bytes, start, to);
    }

    private void append(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && filled != WAITING) {
            if (filled == 0 && (bytes[at] & 0xFF) == FILL) {
                filled = WAITING;
                return;
            }
            int wanted = filled < LENGTH_KNOWN ? LENGTH_KNOWN : sectionLength();
            int taken = Math.min(wanted - filled, to - at);
            System.arraycopy(bytes, at, section, filled, taken);
            filled += taken;
            at += taken;
            finishIfWhole();
        }
    }

    private void finishIfWhole() {
        if (filled < LENGTH_KNOWN) {
            return;
        }
        int length = sectionLength();
        if (length > MAX_SECTION || length < MIN_SECTION) {
            filled = WAITING;
        } else if (filled == length) {
            filled = 0;
            deliver(length);
        }
    }

    private void deliver(int length) {
        if (Crc32Mpeg2.of(section, 0, length) == 0) {
            out.section(section, length);
        } else {
            counters.add(TsCounters.Name.SECTION_CRC_ERRORS, 1);
        }
    }

    private int sectionLength() {
        return LENGTH_KNOWN + ((section[1] & 0x0F) << 8 | (section[2] & 0xFF));
    }
}
