package llhls.ingest.ts;

/** Walks a descriptor loop within its bounds (ISO/IEC 13818-1 §2.6.1). */
@SuppressWarnings("ArrayRecordComponent") // a view of the section it is read from, never kept
record Descriptors(byte[] bytes, int from, int to) {

    static final int REGISTRATION = 0x05;
    static final int LANGUAGE = 0x0A;

    private static final int NOT_FOUND = -1;

    /** True when a descriptor with this tag is there. */
    boolean has(int tag) {
        return find(tag) != NOT_FOUND;
    }

    /** The format_identifier of the registration descriptor as four characters, empty when there is none. */
    String registration() {
        return text(REGISTRATION, 4);
    }

    /** ISO 639-2 code, empty when there is none. */
    String language() {
        return text(LANGUAGE, 3);
    }

    private String text(int tag, int length) {
        int at = find(tag);
        if (at == NOT_FOUND || (bytes[at + 1] & 0xFF) < length) {
            return "";
        }
        return new String(bytes, at + 2, length, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    /** Index of the tag byte of the first such descriptor that lies wholly in the loop. */
    private int find(int tag) {
        int at = from;
        while (at + 2 <= to && at + 2 + (bytes[at + 1] & 0xFF) <= to) {
            if ((bytes[at] & 0xFF) == tag) {
                return at;
            }
            at += 2 + (bytes[at + 1] & 0xFF);
        }
        return NOT_FOUND;
    }
}
