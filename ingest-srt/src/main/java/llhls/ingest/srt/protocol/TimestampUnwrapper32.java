package llhls.ingest.srt.protocol;

/**
 * Extends the 32-bit microsecond timestamps of packet headers, which wrap every 71.6 minutes, to 64 bits.
 *
 * <p>Thread: confined to the event loop.
 */
final class TimestampUnwrapper32 {

    private long latest;

    /** @param start a 64-bit time near the first timestamp */
    TimestampUnwrapper32(long start) {
        latest = start;
    }

    /** The 64-bit time nearest to the latest one: right within 35 minutes of it. */
    long unwrap(int timestamp32) {
        return latest + (timestamp32 - (int) latest);
    }

    /** Moves the reference forward to a time that was found credible. */
    void seen(long timestamp64) {
        latest = Math.max(latest, timestamp64);
    }
}
