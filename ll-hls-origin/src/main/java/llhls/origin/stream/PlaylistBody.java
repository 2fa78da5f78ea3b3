package llhls.origin.stream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/**
 * A rendered playlist in both encodings, for every response to share.
 *
 * @param identity read-only direct bytes
 * @param gzip the same, compressed
 * @param tag names this text among all texts of its URL; the encodings get ETags of their own
 */
public record PlaylistBody(ByteBuffer identity, ByteBuffer gzip, String tag) {

    /** Encodes and compresses {@code text}, once. */
    public static PlaylistBody of(String text, String tag) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        byte[] packed = compress(plain);
        // one allocation for both: direct memory costs a cleaner each
        ByteBuffer both = ByteBuffer.allocateDirect(plain.length + packed.length);
        both.put(plain).put(packed).flip();
        ByteBuffer shared = both.asReadOnlyBuffer();
        return new PlaylistBody(shared.slice(0, plain.length), shared.slice(plain.length, packed.length), tag);
    }

    /** The bytes, for one response: position and limit are the caller's own. */
    public ByteBuffer bytes(boolean compressed) {
        return (compressed ? gzip : identity).duplicate();
    }

    /** Strong entity tag, quotes included. */
    public String etag(boolean compressed) {
        return '"' + tag + (compressed ? "-gz\"" : "\"");
    }

    private static byte[] compress(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(plain.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return packed.toByteArray();
    }
}
