package llhls.ingest.srt.protocol;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * SYN cookies: they prove that a caller receives what is sent to its address, without any state here. Keyed, and bound to
 * address, port and minute.
 *
 * <p>Thread: confined to the event loop.
 */
final class Cookies {

    private static final String ALGORITHM = "HmacSHA256";
    private static final long BUCKET_NS = 60_000_000_000L;
    private static final int MAX_INPUT = 16 + 4 + 4 + 8;
    private static final int NOT_ZERO = 1;

    private final Mac mac;
    private final byte[] digest;
    private final ByteBuffer input = ByteBuffer.allocate(MAX_INPUT);

    /** @param secret at least 32 random bytes, never logged */
    Cookies(byte[] secret) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
        digest = new byte[mac.getMacLength()];
    }

    /** The cookie for this source in this minute, never 0. */
    int cookie(InetSocketAddress source, int localPort, long nowNs) {
        return ofBucket(source, localPort, Math.floorDiv(nowNs, BUCKET_NS));
    }

    /** True for the cookie of this minute and of the one before. */
    boolean matches(int cookie, InetSocketAddress source, int localPort, long nowNs) {
        long bucket = Math.floorDiv(nowNs, BUCKET_NS);
        return cookie == ofBucket(source, localPort, bucket) || cookie == ofBucket(source, localPort, bucket - 1);
    }

    private int ofBucket(InetSocketAddress source, int localPort, long bucket) {
        input.clear();
        input.put(source.getAddress().getAddress())
                .putInt(source.getPort())
                .putInt(localPort)
                .putLong(bucket)
                .flip();
        mac.update(input);
        try {
            mac.doFinal(digest, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the digest array fits", e);
        }
        int value = ByteBuffer.wrap(digest).getInt();
        return value == 0 ? NOT_ZERO : value;
    }
}
