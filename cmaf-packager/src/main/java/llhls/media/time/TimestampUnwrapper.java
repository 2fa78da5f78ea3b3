package llhls.media.time;

/**
 * Extends 33-bit 90 kHz timestamps to 64 bits (ISO/IEC 13818-1 §2.4.3.7). All tracks of a program share one unwrapper, so
 * that audio and video can never end up one wrap (26.5 h) apart.
 *
 * <p>Thread: confined to the media thread of its stream.
 */
public final class TimestampUnwrapper {

    private static final int UNUSED_BITS = 64 - 33;

    private long reference;
    private boolean started;

    /** The 64-bit time nearest to the last reference; also moves the reference there. */
    public long unwrapReference(long timestamp33) {
        reference = unwrap(timestamp33);
        started = true;
        return reference;
    }

    /** The 64-bit time nearest to the reference, which stays where it is. */
    public long unwrap(long timestamp33) {
        if (!started) {
            return timestamp33;
        }
        long distance = ((timestamp33 - reference) << UNUSED_BITS) >> UNUSED_BITS;
        return reference + distance;
    }
}
