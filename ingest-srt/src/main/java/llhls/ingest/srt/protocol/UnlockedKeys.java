package llhls.ingest.srt.protocol;

import java.util.Arrays;
import java.util.Optional;

/** Stream keys out of a key material message, on their way to a connection. */
public final class UnlockedKeys {

    private final KeyMaterial material;
    private final KeyEncryption encryption;
    private final byte[] streamKeys;

    private UnlockedKeys(KeyMaterial material, KeyEncryption encryption, byte[] streamKeys) {
        this.material = material;
        this.encryption = encryption;
        this.streamKeys = streamKeys;
    }

    /** Derives and unwraps, about a millisecond; empty when the passphrase is not the sender's. Thread: any but an event loop. */
    public static Optional<UnlockedKeys> unlock(Passphrase passphrase, KeyMaterial material) {
        KeyEncryption encryption = KeyEncryption.derive(passphrase, material.salt(), material.keyBytes());
        return encryption.unwrap(material).map(keys -> new UnlockedKeys(material, encryption, keys));
    }

    KeyMaterial material() {
        return material;
    }

    KeyEncryption encryption() {
        return encryption;
    }

    byte[] streamKeys() {
        return streamKeys;
    }

    /** Forgets everything, when no connection comes of it. */
    public void destroy() {
        encryption.destroy();
        Arrays.fill(streamKeys, (byte) 0);
    }
}
