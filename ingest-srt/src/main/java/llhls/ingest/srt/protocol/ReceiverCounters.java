package llhls.ingest.srt.protocol;

/**
 * What happened to received packets.
 *
 * <p>Thread: confined to the event loop; others see it through the snapshot of {@link SrtConnection#stats}.
 */
final class ReceiverCounters {

    long packets;
    long bytes;
    long uniquePackets;
    long uniqueBytes;
    long retransmitted;
    /** Numbers found missing when a later one arrived. */
    long lost;

    long belated;
    long duplicates;
    long noRoom;
    long undecryptable;
    long filterPackets;
    long timestampsOutOfRange;
    long implausibleDropRequests;
    long acksSent;
    long naksSent;

    void received(int byteCount, boolean repeated) {
        packets++;
        bytes += byteCount;
        if (repeated) {
            retransmitted++;
        }
    }

    void unique(int byteCount) {
        uniquePackets++;
        uniqueBytes += byteCount;
    }
}
