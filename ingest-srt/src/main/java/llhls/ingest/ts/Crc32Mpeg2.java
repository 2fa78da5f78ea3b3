package llhls.ingest.ts;

/** CRC-32/MPEG-2: polynomial 04C11DB7, all ones at the start, not reflected (ISO/IEC 13818-1 Annex A). */
final class Crc32Mpeg2 {

    private static final int POLYNOMIAL = 0x04C11DB7;
    private static final int[] TABLE = table();

    private Crc32Mpeg2() {}

    /** The checksum; over a section with its CRC at the end it is 0. */
    static int of(byte[] bytes, int offset, int length) {
        int crc = -1;
        for (int i = offset; i < offset + length; i++) {
            crc = crc << 8 ^ TABLE[(crc >>> 24 ^ bytes[i]) & 0xFF];
        }
        return crc;
    }

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc << 1 ^ (crc < 0 ? POLYNOMIAL : 0);
            }
            table[i] = crc;
        }
        return table;
    }
}
