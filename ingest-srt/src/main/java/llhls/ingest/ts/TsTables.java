package llhls.ingest.ts;

/** Builds PAT and PMT sections of one program (ISO/IEC 13818-1 §2.4.4). */
final class TsTables {

    private static final int TRANSPORT_STREAM_ID = 1;
    private static final int PROGRAM_NUMBER = 1;

    private TsTables() {}

    static byte[] pat(int programNumber, int pmtPid) {
        byte[] body = {
            (byte) (programNumber >> 8), (byte) programNumber, (byte) (0xE0 | pmtPid >> 8), (byte) pmtPid,
        };
        return section(0x00, TRANSPORT_STREAM_ID, 0, body);
    }

    /** @param streams stream_type and PID of each */
    static byte[] pmt(int pcrPid, int[][] streams) {
        byte[] body = new byte[4 + 5 * streams.length];
        body[0] = (byte) (0xE0 | pcrPid >> 8);
        body[1] = (byte) pcrPid;
        body[2] = (byte) 0xF0;
        int at = 4;
        for (int[] stream : streams) {
            body[at] = (byte) stream[0];
            body[at + 1] = (byte) (0xE0 | stream[1] >> 8);
            body[at + 2] = (byte) stream[1];
            body[at + 3] = (byte) 0xF0;
            at += 5;
        }
        return section(0x02, PROGRAM_NUMBER, 0, body);
    }

    /** A whole section with syntax header and CRC, current, number 0 of 0. */
    static byte[] section(int tableId, int id, int version, byte[] body) {
        int length = 5 + body.length + 4;
        byte[] section = new byte[3 + length];
        section[0] = (byte) tableId;
        section[1] = (byte) (0xB0 | length >> 8);
        section[2] = (byte) length;
        section[3] = (byte) (id >> 8);
        section[4] = (byte) id;
        section[5] = (byte) (0xC1 | version << 1);
        System.arraycopy(body, 0, section, 8, body.length);
        int crc = Crc32Mpeg2.of(section, 0, section.length - 4);
        for (int i = 0; i < 4; i++) {
            section[section.length - 4 + i] = (byte) (crc >> (24 - 8 * i));
        }
        return section;
    }
}
