package llhls.media;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Immutable bytes with value equality: a parameter set. */
public final class ByteString {
    private final byte[] bytes;

    public ByteString(byte[] source, int offset, int length) {
        bytes = Arrays.copyOfRange(source, offset, offset + length);
    }

    public ByteString(byte[] source) {
        this(source, 0, source.length);
    }

    public int length() {
        return bytes.length;
    }

    public byte byteAt(int index) {
        return bytes[index];
    }

    /** A copy. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** True when the bytes equal {@code length} bytes of {@code other} from {@code offset} on. */
    public boolean equalsBytes(byte[] other, int offset, int length) {
        return Arrays.equals(bytes, 0, bytes.length, other, offset, offset + length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ByteString that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
