package llhls.ingest.srt.protocol;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import llhls.ingest.srt.packet.PacketView;
import llhls.media.ByteString;

/**
 * Encrypts or decrypts payloads in place with one stream key, AES in counter mode, which is the same operation. The counter of
 * a block is {@code (salt[0..13] xor sequence number in bytes 10..13) | block number}.
 *
 * <p>The key stream is made block-wise here rather than by the library's counter mode: that one would have to be set up anew
 * for every packet, garbage included.
 *
 * <p>Thread: confined to the event loop.
 */
final class PayloadCipher {

    private static final int BLOCK = 16;
    private static final int SEQUENCE_AT = 10;
    private static final int NUMBER_AT = 14;
    private static final int MAX_BYTES = (PacketView.MAX_PAYLOAD + BLOCK - 1) / BLOCK * BLOCK;

    private final Cipher aes;
    private final int saltWord;
    private final byte[] sample = new byte[BLOCK];
    private final byte[] counters = new byte[MAX_BYTES]; // all but the sequence number stays
    private final byte[] keyStream = new byte[MAX_BYTES];

    /** @param key borrowed */
    PayloadCipher(byte[] key, ByteString salt) {
        try {
            aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES is part of every JDK", e);
        }
        for (int at = 0; at < MAX_BYTES; at += BLOCK) {
            for (int i = 0; i < NUMBER_AT; i++) {
                counters[at + i] = salt.byteAt(i);
            }
            counters[at + NUMBER_AT] = (byte) ((at / BLOCK) >>> 8);
            counters[at + NUMBER_AT + 1] = (byte) (at / BLOCK);
        }
        saltWord = (counters[SEQUENCE_AT] & 0xFF) << 24
                | (counters[SEQUENCE_AT + 1] & 0xFF) << 16
                | (counters[SEQUENCE_AT + 2] & 0xFF) << 8
                | (counters[SEQUENCE_AT + 3] & 0xFF);
        apply(0, sample, 0, BLOCK);
    }

    /** Two ciphers that make the same key stream. */
    boolean hasSameKeyAs(PayloadCipher other) {
        return Arrays.equals(sample, other.sample);
    }

    /** Turns plain into cipher text or back, at most 1456 bytes. */
    void apply(int seq, byte[] bytes, int offset, int length) {
        int padded = (length + BLOCK - 1) / BLOCK * BLOCK;
        int word = saltWord ^ seq;
        for (int at = SEQUENCE_AT; at < padded; at += BLOCK) {
            counters[at] = (byte) (word >>> 24);
            counters[at + 1] = (byte) (word >>> 16);
            counters[at + 2] = (byte) (word >>> 8);
            counters[at + 3] = (byte) word;
        }
        try {
            aes.update(counters, 0, padded, keyStream, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a payload larger than a packet: bytes=" + length, e);
        }
        for (int i = 0; i < length; i++) {
            bytes[offset + i] ^= keyStream[i];
        }
    }

    /** Forgets what is in reach; the rest goes with this object. */
    void destroy() {
        Arrays.fill(keyStream, (byte) 0);
        Arrays.fill(sample, (byte) 0);
    }
}
