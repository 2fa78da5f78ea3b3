package llhls.ingest.srt.protocol;

import llhls.ingest.srt.packet.SrtOptions;

/**
 * What the handshake settled.
 *
 * @param localId our socket id, the destination of the peer's packets
 * @param peerId the peer's socket id
 * @param initialSequence first sequence number, the same in both directions
 * @param startNs our timestamps count from here
 * @param peerStartNs when the peer's timestamps were zero, by our clock, transit time included
 * @param receiveLatencyMs how long lost packets towards us have to be repaired
 * @param peerLatencyMs the same for packets towards the peer
 * @param peerVersion as in {@link SrtOptions#version}
 * @param peerFlags as in {@link SrtOptions#flags}
 * @param peerFlowWindow packets the peer can buffer
 */
public record ConnectionSettings(
        int localId,
        int peerId,
        int initialSequence,
        long startNs,
        long peerStartNs,
        int receiveLatencyMs,
        int peerLatencyMs,
        int peerVersion,
        int peerFlags,
        int peerFlowWindow) {

    boolean peerHas(int flag) {
        return (peerFlags & flag) != 0;
    }
}
