package llhls.ingest.ts;

/** What is done with the packets of one PID. Thread: confined to its demuxer. */
interface PidHandler {

    /** A sound packet; borrowed until this returns. */
    void packet(TsPacketView packet, long arrivalNs);

    /** Sync was lost: packets may be missing here. */
    void suspect();
}
