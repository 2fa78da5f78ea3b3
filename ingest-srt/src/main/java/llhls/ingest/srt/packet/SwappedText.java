package llhls.ingest.srt.packet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import llhls.media.ByteString;

/** Text in handshake extensions: padded with zeros to whole words, then the bytes of every word reversed. */
final class SwappedText {

    private static final int WORD = 4;

    private SwappedText() {}

    static ByteString encode(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return new ByteString(swapped(Arrays.copyOf(utf8, (utf8.length + WORD - 1) / WORD * WORD)));
    }

    /** Without the padding; bytes that are no UTF-8 become replacement characters. */
    static String decode(ByteString content) {
        byte[] bytes = swapped(content.toByteArray());
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    private static byte[] swapped(byte[] bytes) {
        byte[] out = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            out[i] = bytes[(i & ~(WORD - 1)) + WORD - 1 - i % WORD];
        }
        return out;
    }
}
