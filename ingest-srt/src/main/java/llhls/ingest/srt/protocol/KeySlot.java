package llhls.ingest.srt.protocol;

import llhls.ingest.srt.packet.SeqNumber;
import org.jspecify.annotations.Nullable;

/**
 * The even or the odd key of a receiver. A new key is announced while packets of the one before it may still be on their way,
 * repeated ones above all: what was sent before the announcement keeps its key.
 *
 * <p>Thread: confined to the event loop.
 */
final class KeySlot {

    /** Twice the largest receive buffer: nothing older comes any more. */
    private static final int KEPT_PACKETS = 1 << 18;

    private @Nullable PayloadCipher current;
    private @Nullable PayloadCipher previous;
    private int lastOfPrevious;

    /**
     * Puts a key in; the same key again changes nothing.
     *
     * @param highest the highest sequence number received: later packets have the new key
     */
    void put(PayloadCipher cipher, int highest) {
        if (current != null && current.hasSameKeyAs(cipher)) {
            return;
        }
        previous = current;
        current = cipher;
        lastOfPrevious = highest;
    }

    /** The key of a packet, or null. */
    @Nullable
    PayloadCipher of(int seq) {
        if (previous == null) {
            return current;
        }
        int after = SeqNumber.distance(lastOfPrevious, seq);
        if (after > KEPT_PACKETS) {
            previous.destroy();
            previous = null;
        }
        return after > 0 ? current : previous;
    }

    void destroy() {
        if (current != null) {
            current.destroy();
        }
        if (previous != null) {
            previous.destroy();
        }
        current = null;
        previous = null;
    }
}
