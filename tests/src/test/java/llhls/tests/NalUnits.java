package llhls.tests;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Splits an H.264 byte stream (Annex B) into NAL units, for comparing pictures before and after the server. */
final class NalUnits {

    /** SPS, PPS, AUD, end of sequence, end of stream, filler: what a packager moves or drops. */
    private static final Set<Integer> NOT_CONTENT = Set.of(7, 8, 9, 10, 11, 12);

    private NalUnits() {}

    /** SHA-256 of every NAL unit that carries content, in order. */
    static List<String> contentHashes(byte[] annexB) {
        List<String> hashes = new ArrayList<>();
        int start = next(annexB, 0);
        while (start < annexB.length) {
            int following = next(annexB, start);
            int end = following < annexB.length ? following - 3 : annexB.length;
            while (end > start && annexB[end - 1] == 0) {
                end--; // zero bytes in front of the next start code are not part of the unit
            }
            if (end > start && !NOT_CONTENT.contains(annexB[start] & 0x1F)) {
                hashes.add(Hashes.sha256(annexB, start, end - start));
            }
            start = following;
        }
        return hashes;
    }

    /** Where the unit after the next start code begins; the array's length when there is none. */
    private static int next(byte[] bytes, int from) {
        for (int i = from; i + 2 < bytes.length; i++) {
            if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 1) {
                return i + 3;
            }
        }
        return bytes.length;
    }

    static final class Hashes {
        private Hashes() {}

        static String sha256(byte[] bytes, int offset, int length) {
            try {
                java.security.MessageDigest digest = java.security.MessageDigest.getInstance("SHA-256");
                digest.update(bytes, offset, length);
                return HexFormat.of().formatHex(digest.digest(), 0, 8);
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }
    }
}
