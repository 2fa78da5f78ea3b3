package llhls.ingest.srt.protocol;

import llhls.media.io.PayloadPool;

/**
 * What this side chose for its connections.
 *
 * @param eagerRelease hand contiguous packets on at once instead of at their play time
 * @param bufferPackets slots of the receive and of the send buffer, a power of two
 * @param idleTimeoutNs silence after which the connection is closed
 * @param sendBytesPerSecond pace of sending, headers included
 * @param pool where received payloads come from
 */
public record ConnectionOptions(
        boolean eagerRelease, int bufferPackets, long idleTimeoutNs, long sendBytesPerSecond, PayloadPool pool) {

    public ConnectionOptions {
        if (Integer.bitCount(bufferPackets) != 1 || bufferPackets < 64) {
            throw new IllegalArgumentException("bufferPackets=" + bufferPackets + " must be a power of two from 64 on");
        }
    }
}
