package llhls.media.io;

/**
 * Pooled bytes of one network message on their way to the media thread, ownership included: whoever holds it releases it
 * exactly once.
 *
 * <p>Thread: one owner at a time; a queue hands it over.
 */
public final class Payload {

    private final PayloadPool pool;
    private final byte[] bytes;
    private int length;
    private long arrivalNs;
    private boolean lossBefore;
    private boolean held;

    Payload(PayloadPool pool, int capacity) {
        this.pool = pool;
        this.bytes = new byte[capacity];
    }

    /** The bytes, from index 0 to {@link #length()}. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** When the message arrived, monotonic nanoseconds. */
    public long arrivalNs() {
        return arrivalNs;
    }

    /** True when messages before this one were lost for good. */
    public boolean lossBefore() {
        return lossBefore;
    }

    /** Describes the content, after the bytes were written. */
    public void set(int lengthBytes, long arrivedNs, boolean lossBeforeThis) {
        length = lengthBytes;
        arrivalNs = arrivedNs;
        lossBefore = lossBeforeThis;
    }

    /** Marks that messages before this one were lost for good. */
    public void markLossBefore() {
        lossBefore = true;
    }

    /** Gives the bytes back. The caller must not touch them again. */
    public void release() {
        if (!held) {
            throw new IllegalStateException("payload released twice");
        }
        held = false;
        pool.put(this);
    }

    Payload hold() {
        held = true;
        return this;
    }
}
