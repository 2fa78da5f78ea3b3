package llhls.ingest.ts;

import java.util.Arrays;

/**
 * Cuts PES packets and sections into transport packets, with continuity counters that run per PID (ISO/IEC 13818-1
 * §2.4.3).
 *
 * <p>Thread: confined to its caller.
 */
final class TsPacketWriter {

    /** No PCR in this PES packet. */
    static final long NO_PCR = -1;

    private static final int MAX_PAYLOAD = TsPacketView.LENGTH - TsPacketView.HEADER_LENGTH;
    private static final int FLAGS_LENGTH = 1;
    private static final int PCR_LENGTH = 6;
    private static final int RANDOM_ACCESS = 0x40;
    private static final int HAS_PCR = 0x10;

    private final byte[] continuity = new byte[TsPacketView.PIDS];
    private byte[] bytes = new byte[64 * TsPacketView.LENGTH];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Starts over; counters run on. */
    void clear() {
        length = 0;
    }

    /** Packets written elsewhere used {@code count} values of the PID's counter. */
    void skipCounters(int pid, int count) {
        continuity[pid] = (byte) ((continuity[pid] + count) & 0xF);
    }

    /** One section, preceded by its pointer field; the rest of its last packet is filled with 0xFF. */
    void section(int pid, byte[] section) {
        byte[] withPointer = new byte[1 + section.length];
        System.arraycopy(section, 0, withPointer, 1, section.length);
        for (int at = 0; at < withPointer.length; at += MAX_PAYLOAD) {
            int part = Math.min(MAX_PAYLOAD, withPointer.length - at);
            int start = header(pid, at == 0, 0x10);
            System.arraycopy(withPointer, at, bytes, start, part);
            Arrays.fill(bytes, start + part, start + MAX_PAYLOAD, (byte) 0xFF);
        }
    }

    /**
     * One PES packet; its last packet is padded by adaptation stuffing.
     *
     * @param randomAccess sets random_access_indicator
     * @param pcrBase 33-bit PCR base for the first packet, or {@link #NO_PCR}
     */
    void pes(int pid, byte[] pes, int pesLength, boolean randomAccess, long pcrBase) {
        int at = 0;
        while (at < pesLength) {
            boolean first = at == 0;
            int fields = first ? fieldsLength(randomAccess, pcrBase) : 0;
            int part = Math.min(MAX_PAYLOAD - fields, pesLength - at);
            int adaptation = MAX_PAYLOAD - part;
            int start = header(pid, first, adaptation > 0 ? 0x30 : 0x10);
            if (adaptation > 0) {
                adaptation(start, adaptation, first && randomAccess, first ? pcrBase : NO_PCR);
            }
            System.arraycopy(pes, at, bytes, start + adaptation, part);
            at += part;
        }
    }

    private static int fieldsLength(boolean randomAccess, long pcrBase) {
        if (pcrBase != NO_PCR) {
            return 1 + FLAGS_LENGTH + PCR_LENGTH;
        }
        return randomAccess ? 1 + FLAGS_LENGTH : 0;
    }

    private int header(int pid, boolean unitStart, int control) {
        if (length + TsPacketView.LENGTH > bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        int at = length;
        length += TsPacketView.LENGTH;
        bytes[at] = TsPacketView.SYNC_BYTE;
        bytes[at + 1] = (byte) ((unitStart ? 0x40 : 0) | pid >> 8);
        bytes[at + 2] = (byte) pid;
        bytes[at + 3] = (byte) (control | continuity[pid]);
        continuity[pid] = (byte) ((continuity[pid] + 1) & 0xF);
        return at + TsPacketView.HEADER_LENGTH;
    }

    private void adaptation(int at, int total, boolean randomAccess, long pcrBase) {
        bytes[at] = (byte) (total - 1);
        if (total == 1) {
            return;
        }
        bytes[at + 1] = (byte) ((randomAccess ? RANDOM_ACCESS : 0) | (pcrBase != NO_PCR ? HAS_PCR : 0));
        int stuffingFrom = at + 2;
        if (pcrBase != NO_PCR) {
            writePcr(bytes, at + 2, pcrBase, 0);
            stuffingFrom += PCR_LENGTH;
        }
        Arrays.fill(bytes, stuffingFrom, at + total, (byte) 0xFF);
    }

    /** base(33), 6 reserved bits, extension(9). */
    static void writePcr(byte[] to, int at, long base, int extension) {
        to[at] = (byte) (base >> 25);
        to[at + 1] = (byte) (base >> 17);
        to[at + 2] = (byte) (base >> 9);
        to[at + 3] = (byte) (base >> 1);
        to[at + 4] = (byte) ((base & 1) << 7 | 0x7E | extension >> 8);
        to[at + 5] = (byte) extension;
    }
}
