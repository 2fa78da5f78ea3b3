package llhls.ingest.srt.protocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Copies the counters of a connection, under the names operators know from libsrt. */
final class ConnectionStats {

    private static final long NS_PER_MILLI = 1_000_000;
    private static final double BITS_PER_MEGABYTE = 8e-6;

    private ConnectionStats() {}

    static Map<String, Number> of(SrtConnection connection, long nowNs) {
        Map<String, Number> stats = new LinkedHashMap<>();
        ConnectionSettings settings = connection.settings();
        stats.put("msTimeStamp", (nowNs - settings.startNs()) / NS_PER_MILLI);
        stats.put("msRcvTsbPdDelay", settings.receiveLatencyMs());
        stats.put("msSndTsbPdDelay", settings.peerLatencyMs());
        stats.put("keyBits", connection.security().keyBits());
        stats.put("keyRefreshTotal", connection.security().refreshes());
        receiver(connection.receiver(), stats);
        sender(connection.sender(), nowNs, stats);
        stats.put("malformedControl", connection.malformed());
        stats.put("unknownControl", connection.unknown());
        return Collections.unmodifiableMap(stats);
    }

    private static void receiver(Receiver receiver, Map<String, Number> stats) {
        ReceiverCounters counters = receiver.counters();
        ReceiveBuffer buffer = receiver.buffer();
        stats.put("pktRecvTotal", counters.packets);
        stats.put("byteRecvTotal", counters.bytes);
        stats.put("pktRecvUniqueTotal", counters.uniquePackets);
        stats.put("byteRecvUniqueTotal", counters.uniqueBytes);
        stats.put("pktRcvLossTotal", counters.lost);
        stats.put("pktRcvRetransTotal", counters.retransmitted);
        stats.put("pktRcvBelated", counters.belated);
        stats.put("pktRcvDuplicate", counters.duplicates);
        stats.put("pktRcvDropTotal", buffer.skipped() - Math.min(buffer.skipped(), counters.undecryptable));
        stats.put("pktRcvMissingAtClose", buffer.missingAtEnd());
        stats.put("pktRcvUndecryptTotal", counters.undecryptable);
        stats.put("pktRcvFilterExtraTotal", counters.filterPackets);
        stats.put("pktRcvNoRoom", counters.noRoom);
        stats.put("pktSentACKTotal", counters.acksSent);
        stats.put("pktSentNAKTotal", counters.naksSent);
        stats.put("timestampsOutOfRange", counters.timestampsOutOfRange);
        stats.put("mbpsRecvRate", receiver.rate().bytesPerSecond() * BITS_PER_MEGABYTE);
        stats.put("msRTT", receiver.rtt().rttMicros() / 1e3);
        stats.put("usRttVar", receiver.rtt().varMicros());
        stats.put("usMinRtt", receiver.rtt().minMicros());
        stats.put("pktRcvBuf", buffer.waiting());
        stats.put("msRcvBuf", buffer.spanMicros() / 1000);
        stats.put("pktRcvLossWaiting", buffer.lost().size());
        stats.put("driftUs", receiver.times().driftMicros());
        stats.put("baseSteps", receiver.times().baseSteps());
        stats.put("recommendedLatencyMs", Math.max(120, 4 * receiver.rtt().rttMicros() / 1000));
    }

    private static void sender(Sender sender, long nowNs, Map<String, Number> stats) {
        SenderCounters counters = sender.counters();
        stats.put("pktSentTotal", counters.packets);
        stats.put("byteSentTotal", counters.bytes);
        stats.put("pktSentUniqueTotal", counters.unique);
        stats.put("pktRetransTotal", counters.repeated);
        stats.put("pktSndLossTotal", counters.lost);
        stats.put("pktSndDropTotal", counters.dropped + counters.refused);
        stats.put("pktRecvACKTotal", counters.acksReceived);
        stats.put("pktRecvNAKTotal", counters.naksReceived);
        stats.put("pktFlowWindow", sender.window());
        stats.put("pktFlightSize", sender.buffer().inFlight());
        stats.put("pktSndBuf", sender.buffer().size());
        stats.put("msSndBuf", sender.buffer().spanNs(nowNs) / NS_PER_MILLI);
        stats.put("mbpsSendRate", sender.rate().bytesPerSecond() * BITS_PER_MEGABYTE);
    }
}
