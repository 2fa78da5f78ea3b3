package llhls.ingest.srt.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The secret both ends of an encrypted connection know: 10 to 80 bytes. It never shows itself. Immutable. */
public final class Passphrase {

    /** No encryption. */
    public static final Passphrase NONE = new Passphrase("");

    private static final int MIN_BYTES = 10;
    private static final int MAX_BYTES = 80;

    private final String text;

    private Passphrase(String text) {
        this.text = text;
    }

    /**
     * A passphrase; empty text is {@link #NONE}.
     *
     * @throws IllegalArgumentException when the length does not fit; the message does not repeat the text
     */
    public static Passphrase of(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0) {
            return NONE;
        }
        if (bytes < MIN_BYTES || bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a passphrase has " + MIN_BYTES + " to " + MAX_BYTES + " bytes, not " + bytes);
        }
        return new Passphrase(text);
    }

    public boolean isSet() {
        return !text.isEmpty();
    }

    /** A copy, for the key derivation alone. */
    char[] toCharArray() {
        return text.toCharArray();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Passphrase that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return isSet() ? "***" : "none";
    }
}
