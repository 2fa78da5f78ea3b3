package llhls.ingest.srt;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent escapes of stream ids, and the escaping of foreign text for the log. */
final class Escapes {

    private static final int MAX_LOGGED_CHARS = 300;

    private Escapes() {}

    /** Decodes percent escapes once; a plus stays a plus, a broken escape stays as it is. */
    static String decodePercent(String text) {
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            int high = i + 2 < in.length && in[i] == '%' ? hex(in[i + 1]) : -1;
            int low = high >= 0 ? hex(in[i + 2]) : -1;
            if (low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(in[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Text for a log line: one line, bounded, nothing that steers a terminal. */
    static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().limit(MAX_LOGGED_CHARS).forEach(c -> append(out, c));
        return text.length() > MAX_LOGGED_CHARS ? out.append("...").toString() : out.toString();
    }

    private static void append(StringBuilder out, int codePoint) {
        int type = Character.getType(codePoint);
        boolean steers = type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
        if (steers) {
            out.append("\\u{").append(Integer.toHexString(codePoint)).append('}');
        } else {
            out.appendCodePoint(codePoint);
        }
    }

    private static int hex(byte digit) {
        return Character.digit(digit, 16);
    }
}
