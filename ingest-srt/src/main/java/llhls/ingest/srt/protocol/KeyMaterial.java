package llhls.ingest.srt.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import llhls.media.ByteString;
import llhls.media.MalformedMediaException;

/**
 * The key material message: stream keys, wrapped with a key only those who know the passphrase can derive. It is announced in
 * the handshake and at every key refresh.
 *
 * <pre>
 *   0  0x12 version and type   1  0x2029 sign   3  keys: 1 even, 2 odd, 3 both   4  KEKI, 0
 *   8  cipher   9  authentication   10  2 = SRT   11  0   14  salt length / 4   15  key length / 4
 *  16  salt (16)   32  wrapped keys: 8 bytes and the keys, even first
 * </pre>
 *
 * @param keys {@link #EVEN}, {@link #ODD} or both
 * @param cipher {@link #AES_CTR}, or one we do not speak
 * @param authentication 0 for none
 * @param salt 16 bytes
 * @param keyBytes length of each key: 16, 24 or 32
 * @param wrapped 8 bytes longer than the keys
 */
public record KeyMaterial(int keys, int cipher, int authentication, ByteString salt, int keyBytes, ByteString wrapped) {

    public static final int EVEN = 1;
    public static final int ODD = 2;

    static final int AES_CTR = 2;
    static final int SALT_BYTES = 16;
    static final int WRAP_BYTES = 8;

    private static final int HEAD_BYTES = 32;
    private static final int WORD = 4;
    private static final byte VERSION_AND_TYPE = 0x12;
    private static final short SIGN = 0x2029;
    private static final byte SRT = 2;

    /** AES-CTR keys, to be announced. */
    static KeyMaterial ofCtr(int keys, ByteString salt, int keyBytes, ByteString wrapped) {
        return new KeyMaterial(keys, AES_CTR, 0, salt, keyBytes, wrapped);
    }

    /** Reads a message; every constant and length is checked, so that only sound ones cost a key derivation. */
    public static KeyMaterial parse(ByteString message) throws MalformedMediaException {
        byte[] bytes = message.toByteArray();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        boolean sound = bytes.length > HEAD_BYTES
                && in.get(0) == VERSION_AND_TYPE
                && in.getShort(1) == SIGN
                && (in.get(3) == EVEN || in.get(3) == ODD || in.get(3) == (EVEN | ODD))
                && in.getInt(4) == 0
                && in.get(10) == SRT
                && in.get(11) == 0
                && in.getShort(12) == 0
                && in.get(14) == SALT_BYTES / WORD
                && isKeyLength(in.get(15) * WORD);
        if (!sound) {
            throw new MalformedMediaException("key material message is malformed: bytes=" + bytes.length);
        }
        int keys = in.get(3);
        int keyBytes = in.get(15) * WORD;
        if (bytes.length != HEAD_BYTES + WRAP_BYTES + Integer.bitCount(keys) * keyBytes) {
            throw new MalformedMediaException("key material message has a wrong length: bytes=" + bytes.length
                    + " keys=" + Integer.bitCount(keys) + " keyBytes=" + keyBytes);
        }
        return new KeyMaterial(
                keys,
                in.get(8) & 0xFF,
                in.get(9) & 0xFF,
                new ByteString(bytes, WORD * WORD, SALT_BYTES),
                keyBytes,
                new ByteString(bytes, HEAD_BYTES, bytes.length - HEAD_BYTES));
    }

    static boolean isKeyLength(int bytes) {
        return bytes == 16 || bytes == 24 || bytes == 32;
    }

    /** True for the cipher we speak: AES-CTR. */
    boolean isSupported() {
        return cipher == AES_CTR && authentication == 0;
    }

    boolean has(int key) {
        return (keys & key) != 0;
    }

    /** The key length as users know it: 128, 192 or 256. */
    public int keyBits() {
        return keyBytes * Byte.SIZE;
    }

    /** The key length as handshakes tell it, in units of 8 bytes. */
    int lengthField() {
        return keyBytes / Long.BYTES;
    }

    /** The message, byte for byte as it was read. */
    public ByteString encode() {
        return new ByteString(ByteBuffer.allocate(HEAD_BYTES + wrapped.length())
                .put(VERSION_AND_TYPE)
                .putShort(SIGN)
                .put((byte) keys)
                .putInt(0)
                .put((byte) cipher)
                .put((byte) authentication)
                .put(SRT)
                .put((byte) 0)
                .putShort((short) 0)
                .put((byte) (SALT_BYTES / WORD))
                .put((byte) (keyBytes / WORD))
                .put(salt.toByteArray())
                .put(wrapped.toByteArray())
                .array());
    }

    /** One of the keys, cut out of the unwrapped ones. */
    byte[] keyOf(byte[] unwrapped, int key) {
        int at = key == ODD && has(EVEN) ? keyBytes : 0;
        return Arrays.copyOfRange(unwrapped, at, at + keyBytes);
    }
}
