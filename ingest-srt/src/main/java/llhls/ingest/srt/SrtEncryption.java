package llhls.ingest.srt;

import llhls.ingest.srt.protocol.KeyRefresh;
import llhls.ingest.srt.protocol.Passphrase;

/**
 * How an {@link SrtCaller} encrypts.
 *
 * @param passphrase the one of the listener
 * @param keyBytes 16, 24 or 32 for AES-128, AES-192, AES-256
 * @param refresh when keys change
 */
public record SrtEncryption(Passphrase passphrase, int keyBytes, KeyRefresh refresh) {

    public static final int DEFAULT_KEY_BYTES = 32;

    public SrtEncryption {
        if (!passphrase.isSet()) {
            throw new IllegalArgumentException("encryption needs a passphrase");
        }
        if (keyBytes != 16 && keyBytes != 24 && keyBytes != 32) {
            throw new IllegalArgumentException("pbkeylen=" + keyBytes + " must be 16, 24 or 32");
        }
    }

    /** AES-256, keys change every 2^24 packets. */
    public static SrtEncryption of(Passphrase passphrase) {
        return new SrtEncryption(passphrase, DEFAULT_KEY_BYTES, KeyRefresh.defaults());
    }
}
