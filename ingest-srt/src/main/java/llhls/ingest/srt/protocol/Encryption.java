package llhls.ingest.srt.protocol;

import java.security.SecureRandom;
import java.util.Arrays;
import llhls.ingest.srt.packet.KeyPacket;
import llhls.media.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The sender's keys of one connection: encrypts, and from time to time moves on to a new key, even and odd in turns. The new
 * key is announced ahead and used only once the receiver has confirmed it.
 *
 * <p>Thread: {@link #create} on any but an event loop, then confined to the event loop.
 */
public final class Encryption {

    private static final int BOTH = KeyMaterial.EVEN | KeyMaterial.ODD;
    private static final int QUICK_REPEATS = 10;
    private static final long SLOW_REPEAT_NS = 1_000_000_000;

    private final KeyEncryption encryption;
    private final KeyRefresh refresh;
    private final SecureRandom random;
    private final KeyMaterial first;
    private int key = KeyMaterial.EVEN;
    private byte[] keyBytes;
    private PayloadCipher cipher;
    private long encrypted;
    private long refreshes;
    // from the announcement of the next key to its first use
    private @Nullable ByteString announced;
    private byte[] nextBytes = {};
    private boolean confirmed;
    private int announcements;
    private long announcedNs;

    private Encryption(KeyEncryption encryption, KeyRefresh refresh, SecureRandom random) {
        this.encryption = encryption;
        this.refresh = refresh;
        this.random = random;
        this.keyBytes = randomBytes(encryption.keyBytes());
        this.cipher = new PayloadCipher(keyBytes, encryption.salt());
        this.first = material(KeyMaterial.EVEN, keyBytes);
    }

    /**
     * Makes a salt and a first key, about a millisecond of work.
     *
     * @param keyBytes 16, 24 or 32
     */
    public static Encryption create(Passphrase passphrase, int keyBytes, KeyRefresh refresh, SecureRandom random) {
        if (!KeyMaterial.isKeyLength(keyBytes)) {
            throw new IllegalArgumentException("keyBytes=" + keyBytes + " must be 16, 24 or 32");
        }
        byte[] salt = new byte[KeyMaterial.SALT_BYTES];
        random.nextBytes(salt);
        KeyEncryption encryption = KeyEncryption.derive(passphrase, new ByteString(salt), keyBytes);
        return new Encryption(encryption, refresh, random);
    }

    /** What the handshake asks the listener to unlock. */
    public KeyMaterial first() {
        return first;
    }

    /** Encrypts a payload in place; returns the flags of the key that was used. */
    int encrypt(int seq, byte[] bytes, int offset, int length) {
        if (confirmed && encrypted >= refresh.everyPackets()) {
            useNext();
        }
        cipher.apply(seq, bytes, offset, length);
        encrypted++;
        if (announced == null && encrypted >= refresh.everyPackets() - refresh.announcePackets()) {
            announceNext();
        }
        return key;
    }

    private void announceNext() {
        nextBytes = randomBytes(keyBytes.length);
        boolean evenFirst = key == KeyMaterial.EVEN;
        byte[] both = Arrays.copyOf(evenFirst ? keyBytes : nextBytes, 2 * keyBytes.length);
        System.arraycopy(evenFirst ? nextBytes : keyBytes, 0, both, keyBytes.length, keyBytes.length);
        announced = material(BOTH, both).encode();
        Arrays.fill(both, (byte) 0);
        announcements = 0;
    }

    private void useNext() {
        Arrays.fill(keyBytes, (byte) 0);
        cipher.destroy();
        keyBytes = nextBytes;
        cipher = new PayloadCipher(keyBytes, encryption.salt());
        key ^= BOTH;
        encrypted = 0;
        refreshes++;
        announced = null;
        confirmed = false;
    }

    /** Repeats an announcement nobody confirmed yet: ten times soon, then once a second. */
    void onTimer(RttEstimator rtt, PacketOut out, long nowNs) {
        if (announced == null || confirmed) {
            return;
        }
        long waitNs = announcements < QUICK_REPEATS ? rtt.rttMicros() * 1_500L : SLOW_REPEAT_NS;
        if (announcements == 0 || nowNs - announcedNs >= waitNs) {
            out.control(new KeyPacket(KeyPacket.REQUEST, announced), nowNs);
            announcements++;
            announcedNs = nowNs;
        }
    }

    /** The receiver has the next key when it repeats the announcement byte for byte. */
    void onResponse(ByteString response) {
        confirmed |= announced != null && response.equals(announced);
    }

    private KeyMaterial material(int keys, byte[] streamKeys) {
        return KeyMaterial.ofCtr(keys, encryption.salt(), encryption.keyBytes(), encryption.wrap(streamKeys));
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Forgets the keys, also those of a connection that never came to be. */
    public void destroy() {
        encryption.destroy();
        cipher.destroy();
        Arrays.fill(keyBytes, (byte) 0);
        Arrays.fill(nextBytes, (byte) 0);
    }

    public int keyBits() {
        return first.keyBits();
    }

    /** Keys used after the first. */
    long refreshes() {
        return refreshes;
    }
}
