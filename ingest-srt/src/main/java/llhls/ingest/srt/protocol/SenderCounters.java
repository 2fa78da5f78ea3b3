package llhls.ingest.srt.protocol;

/**
 * What happened to sent packets.
 *
 * <p>Thread: confined to the event loop; others see it through the snapshot of {@link SrtConnection#stats}.
 */
final class SenderCounters {

    long packets;
    long bytes;
    long unique;
    long repeated;
    /** Numbers the peer reported missing. */
    long lost;
    /** Given up because they were too old. */
    long dropped;
    /** Not queued because the buffer was full. */
    long refused;

    long dropRequests;
    long acksReceived;
    long naksReceived;
}
