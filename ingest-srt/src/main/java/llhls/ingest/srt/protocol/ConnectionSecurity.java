package llhls.ingest.srt.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The keys of a connection. A connection never has both: one handshake gives both directions the same key stream, so whoever
 * receives encrypted data must not send any.
 *
 * @param in for received data; null when it comes in the clear
 * @param out for sent data; null when it goes in the clear
 */
public record ConnectionSecurity(
        @Nullable Decryption in, @Nullable Encryption out) {

    public static final ConnectionSecurity NONE = new ConnectionSecurity(null, null);

    public ConnectionSecurity {
        if (in != null && out != null) {
            throw new IllegalArgumentException("encrypted in both directions");
        }
    }

    public static ConnectionSecurity receiving(Decryption keys) {
        return new ConnectionSecurity(keys, null);
    }

    public static ConnectionSecurity sending(Encryption keys) {
        return new ConnectionSecurity(null, keys);
    }

    boolean maySend() {
        return in == null;
    }

    void destroy() {
        if (in != null) {
            in.destroy();
        }
        if (out != null) {
            out.destroy();
        }
    }

    /** 128, 192 or 256; 0 without encryption. */
    int keyBits() {
        if (in != null) {
            return in.keyBits();
        }
        return out == null ? 0 : out.keyBits();
    }

    long refreshes() {
        if (in != null) {
            return in.refreshes();
        }
        return out == null ? 0 : out.refreshes();
    }
}
