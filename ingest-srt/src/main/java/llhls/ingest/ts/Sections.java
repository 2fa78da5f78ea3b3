package llhls.ingest.ts;

/** Fields that every section with the long header has (ISO/IEC 13818-1 §2.4.4.11). */
final class Sections {

    private Sections() {}

    static int tableId(byte[] section) {
        return section[0] & 0xFF;
    }

    static boolean hasLongHeader(byte[] section) {
        return (section[1] & 0x80) != 0;
    }

    /** table_id_extension: program number or transport stream id. */
    static int id(byte[] section) {
        return u16(section, 3);
    }

    static boolean isCurrent(byte[] section) {
        return (section[5] & 1) != 0;
    }

    static int sectionNumber(byte[] section) {
        return section[6] & 0xFF;
    }

    /** The CRC, which also tells whether a table changed without a new version number. */
    static int crc(byte[] section, int length) {
        return u16(section, length - 4) << 16 | u16(section, length - 2);
    }

    static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }

    static int pid(byte[] bytes, int at) {
        return u16(bytes, at) & 0x1FFF;
    }

    static int u12(byte[] bytes, int at) {
        return u16(bytes, at) & 0x0FFF;
    }
}
