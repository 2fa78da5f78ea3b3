package llhls.ingest.srt.protocol;

import llhls.ingest.srt.packet.AckPacket;
import org.jspecify.annotations.Nullable;

/**
 * Decides when to acknowledge, numbers the ACKs, and measures the round trip by their confirmations.
 *
 * <p>Thread: confined to the event loop.
 */
final class Acknowledger {

    private static final int HISTORY = 1024;
    private static final int LIGHT_EVERY = 64;
    private static final int FIRST_NUMBER = 1;
    private static final long NS_PER_MICRO = 1_000;

    private final RttEstimator rtt;
    private final long[] sentNs = new long[HISTORY];
    private final int[] sentSequence = new int[HISTORY];
    private int nextNumber = FIRST_NUMBER;
    private int oldestNumber = FIRST_NUMBER;
    private int lastSent;
    private long lastSentNs;
    private int confirmed;
    // since the last full ACK
    private int packets;
    private int nextLightAt = LIGHT_EVERY;

    Acknowledger(int initialSequence, RttEstimator rtt) {
        this.rtt = rtt;
        lastSent = initialSequence;
        confirmed = initialSequence;
    }

    /** True when a full ACK for this position is due; called about every 10 ms. */
    boolean isDue(int nextSequence, long nowNs) {
        if (nextSequence == confirmed) {
            return false;
        }
        return nextSequence != lastSent || nowNs - lastSentNs >= rtt.patienceNs();
    }

    /** The next full ACK; its confirmation will be recognised. */
    AckPacket full(int nextSequence, AckPacket.Report report, long nowNs) {
        int number = nextNumber;
        nextNumber = number == Integer.MAX_VALUE ? FIRST_NUMBER : number + 1;
        if (Integer.compareUnsigned(nextNumber - oldestNumber, HISTORY) > 0) {
            oldestNumber = nextNumber > HISTORY ? nextNumber - HISTORY : FIRST_NUMBER;
        }
        sentNs[number % HISTORY] = nowNs;
        sentSequence[number % HISTORY] = nextSequence;
        lastSent = nextSequence;
        lastSentNs = nowNs;
        packets = 0;
        nextLightAt = LIGHT_EVERY;
        return AckPacket.full(number, nextSequence, report);
    }

    /** Counts a data packet; every 64 of them without a full ACK there is a light one to send. */
    @Nullable
    AckPacket onData(int nextSequence) {
        if (++packets < nextLightAt) {
            return null;
        }
        nextLightAt += LIGHT_EVERY;
        return AckPacket.light(nextSequence);
    }

    /** Takes the confirmation of ACK {@code number}; the round trip in microseconds, or -1 when it tells nothing. */
    long onAckAck(int number, long nowNs) {
        if (number < oldestNumber || number >= nextNumber) {
            return -1;
        }
        long micros = (nowNs - sentNs[number % HISTORY]) / NS_PER_MICRO;
        oldestNumber = number + 1;
        confirmed = sentSequence[number % HISTORY]; // confirmations come in order, older ones were dropped above
        if (micros <= 0) {
            return -1;
        }
        rtt.sample(micros);
        return micros;
    }
}
