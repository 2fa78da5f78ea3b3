package llhls.cmaf;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The CMAF header of a track: ftyp and moov. Its name contains a hash of its bytes, so bytes never change under one URI
 * (DEC-2, CMAF-017).
 *
 * @param name such as {@code init-1a2b3c4d.mp4}
 * @param bytes read-only direct buffer
 */
public record InitSegment(String name, ByteBuffer bytes) {

    private static final int HASH_BYTES = 4;

    /** Names and keeps a copy of {@code box}. */
    public static InitSegment of(byte[] box) {
        byte[] hash = Arrays.copyOf(sha256(box), HASH_BYTES);
        ByteBuffer direct = ByteBuffer.allocateDirect(box.length).put(box).flip();
        return new InitSegment("init-" + HexFormat.of().formatHex(hash) + ".mp4", direct.asReadOnlyBuffer());
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
