package llhls.ingest.srt.protocol;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import llhls.media.ByteString;

/**
 * The key that wraps stream keys, derived from passphrase and salt: about a millisecond of work, which is never done on an
 * event loop. Wrapping and unwrapping with it are cheap.
 */
final class KeyEncryption {

    private static final String AES = "AES";
    private static final String WRAP = "AESWrap"; // RFC 3394
    private static final String DERIVATION = "PBKDF2WithHmacSHA1";
    private static final int ITERATIONS = 2048;
    private static final int SALT_FROM = 8;

    private final ByteString salt;
    private final byte[] key;

    private KeyEncryption(ByteString salt, byte[] key) {
        this.salt = salt;
        this.key = key;
    }

    static KeyEncryption derive(Passphrase passphrase, ByteString salt, int keyBytes) {
        byte[] lowerHalf = Arrays.copyOfRange(salt.toByteArray(), SALT_FROM, KeyMaterial.SALT_BYTES);
        char[] secret = passphrase.toCharArray();
        PBEKeySpec spec = new PBEKeySpec(secret, lowerHalf, ITERATIONS, keyBytes * Byte.SIZE);
        try {
            byte[] key = SecretKeyFactory.getInstance(DERIVATION)
                    .generateSecret(spec)
                    .getEncoded();
            return new KeyEncryption(salt, key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(DERIVATION + " is part of every JDK", e);
        } finally {
            spec.clearPassword();
            Arrays.fill(secret, '\0');
        }
    }

    ByteString salt() {
        return salt;
    }

    int keyBytes() {
        return key.length;
    }

    /** True when this key is the one the message is wrapped with, if the passphrase is right. */
    boolean fits(KeyMaterial material) {
        return material.keyBytes() == key.length && material.salt().equals(salt);
    }

    /** The stream keys of a message one after the other; empty when it was wrapped with another passphrase. */
    Optional<byte[]> unwrap(KeyMaterial material) {
        try {
            Cipher cipher = Cipher.getInstance(WRAP);
            cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(key, AES));
            return Optional.of(cipher.unwrap(material.wrapped().toByteArray(), AES, Cipher.SECRET_KEY)
                    .getEncoded());
        } catch (InvalidKeyException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(WRAP + " is part of every JDK", e);
        }
    }

    ByteString wrap(byte[] streamKeys) {
        try {
            Cipher cipher = Cipher.getInstance(WRAP);
            cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(key, AES));
            return new ByteString(cipher.wrap(new SecretKeySpec(streamKeys, AES)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(WRAP + " is part of every JDK", e);
        }
    }

    /** Forgets the key. */
    void destroy() {
        Arrays.fill(key, (byte) 0);
    }

    /** For tests of known vectors. */
    byte[] copyOfKey() {
        return key.clone();
    }
}
