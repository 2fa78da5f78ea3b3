package llhls.ingest.srt.protocol;

import java.util.Arrays;
import java.util.Optional;
import llhls.ingest.srt.packet.KeyPacket;
import llhls.media.ByteString;
import llhls.media.MalformedMediaException;
import org.jspecify.annotations.Nullable;

/**
 * The receiver's keys of one connection, even and odd at the same time, and the answers to the sender's key refreshes.
 *
 * <p>Thread: confined to the event loop.
 */
public final class Decryption {

    private static final int REQUESTS_PER_SECOND = 10;

    private final KeyUnlocker unlocker;
    private final RateLimit requests = new RateLimit(REQUESTS_PER_SECOND, REQUESTS_PER_SECOND);
    private KeyEncryption encryption;
    private KeyMaterial newest;
    private final KeySlot even = new KeySlot();
    private final KeySlot odd = new KeySlot();
    private boolean unlocking;
    private boolean destroyed;
    private long refreshes;
    private long ignored;

    /** @param owned what the handshake brought */
    public Decryption(UnlockedKeys owned, KeyUnlocker unlocker) {
        this.unlocker = unlocker;
        this.encryption = owned.encryption();
        this.newest = owned.material();
        install(newest, owned.streamKeys(), 0);
    }

    /** True when this packet's key (1 even, 2 odd) is there. */
    boolean hasKey(int keyFlags, int seq) {
        return cipher(keyFlags, seq) != null;
    }

    /** Decrypts a payload in place; its key must be there. */
    void decrypt(int keyFlags, int seq, byte[] bytes, int length) {
        PayloadCipher cipher = cipher(keyFlags, seq);
        if (cipher == null) {
            throw new IllegalStateException("no key " + keyFlags);
        }
        cipher.apply(seq, bytes, 0, length);
    }

    private @Nullable PayloadCipher cipher(int keyFlags, int seq) {
        return switch (keyFlags) {
            case KeyMaterial.EVEN -> even.of(seq);
            case KeyMaterial.ODD -> odd.of(seq);
            default -> null;
        };
    }

    /** Where the answer goes and when; {@code highest} is the highest sequence number received. */
    record Occasion(PacketOut out, int highest, long nowNs) {}

    /** The sender announces keys: what can be unwrapped is confirmed with the same bytes, anything else is left unanswered. */
    void onRequest(ByteString message, Occasion occasion) {
        if (!requests.allows(occasion.nowNs)) {
            ignored++;
            return;
        }
        try {
            onRequest(KeyMaterial.parse(message), occasion);
        } catch (MalformedMediaException e) {
            ignored++;
        }
    }

    private void onRequest(KeyMaterial material, Occasion occasion) {
        if (material.equals(newest)) {
            confirm(material, occasion);
        } else if (!material.isSupported()) {
            ignored++;
        } else if (encryption.fits(material)) {
            Optional<byte[]> keys = encryption.unwrap(material);
            keys.ifPresentOrElse(k -> refreshed(material, k, occasion), () -> ignored++);
        } else if (!unlocking) {
            unlocking = unlocker.unlock(material, keys -> unlocked(keys, occasion));
        }
    }

    /** A new salt, which means that the key had to be derived anew. */
    private void unlocked(Optional<UnlockedKeys> keys, Occasion occasion) {
        unlocking = false;
        if (keys.isEmpty()) {
            ignored++;
        } else if (destroyed) {
            keys.get().destroy();
        } else {
            encryption.destroy();
            encryption = keys.get().encryption();
            refreshed(keys.get().material(), keys.get().streamKeys(), occasion);
        }
    }

    private void refreshed(KeyMaterial material, byte[] streamKeys, Occasion occasion) {
        install(material, streamKeys, occasion.highest);
        newest = material;
        refreshes++;
        confirm(material, occasion);
    }

    private static void confirm(KeyMaterial material, Occasion occasion) {
        occasion.out.control(new KeyPacket(KeyPacket.RESPONSE, material.encode()), occasion.nowNs);
    }

    /** Replaces the keys the message has; the other stays. */
    private void install(KeyMaterial material, byte[] owned, int highest) {
        if (material.has(KeyMaterial.EVEN)) {
            even.put(newCipher(material, owned, KeyMaterial.EVEN), highest);
        }
        if (material.has(KeyMaterial.ODD)) {
            odd.put(newCipher(material, owned, KeyMaterial.ODD), highest);
        }
        Arrays.fill(owned, (byte) 0);
    }

    private static PayloadCipher newCipher(KeyMaterial material, byte[] streamKeys, int key) {
        byte[] bytes = material.keyOf(streamKeys, key);
        PayloadCipher cipher = new PayloadCipher(bytes, material.salt());
        Arrays.fill(bytes, (byte) 0);
        return cipher;
    }

    /** Forgets the keys. */
    void destroy() {
        destroyed = true;
        encryption.destroy();
        even.destroy();
        odd.destroy();
    }

    public int keyBits() {
        return newest.keyBits();
    }

    /** Key announcements taken after the first. */
    long refreshes() {
        return refreshes;
    }

    /** Key announcements that could not be used: too many, malformed, wrong passphrase. */
    long ignored() {
        return ignored;
    }
}
