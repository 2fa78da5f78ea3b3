package llhls.ingest.srt.protocol;

import llhls.ingest.srt.packet.AckPacket;
import llhls.ingest.srt.packet.BareControlPacket;
import llhls.ingest.srt.packet.DropReqPacket;
import llhls.ingest.srt.packet.LossList;
import llhls.ingest.srt.packet.PacketView;
import llhls.ingest.srt.packet.SeqNumber;
import llhls.ingest.srt.packet.SrtOptions;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a connection: paces new packets within the peer's window, repeats what the peer asks for, gives up on
 * what is too old.
 *
 * <p>Thread: confined to the event loop.
 */
final class Sender {

    private static final int MAX_WINDOW = 25_600;
    private static final int MIN_WINDOW = 2;
    private static final long NS_PER_MILLI = 1_000_000;
    private static final long DROP_FLOOR_MS = 1_000;
    private static final long DROP_MARGIN_MS = 20;
    private static final long TICK_NS = 10_000_000;

    private final PacketOut out;
    private final @Nullable Encryption encryption;
    private final RttEstimator rtt;
    private final SenderCounters counters = new SenderCounters();
    private final SendBuffer buffer;
    private final SequenceSet wanted;
    private final Pacer pacer;
    private final RateMeter rate;
    private final boolean peerReportsLosses;
    private final boolean dropsTooLate;
    private final long maxAgeNs;
    private int window;
    private boolean repeatedLast;
    // until the peer answers what is in flight
    private long silentSinceNs;
    private int probes;

    /** What it works with. */
    record Surroundings(
            PacketOut out, RttEstimator rtt, @Nullable Encryption encryption) {}

    Sender(ConnectionSettings settings, ConnectionOptions options, Surroundings surroundings) {
        this.out = surroundings.out;
        this.rtt = surroundings.rtt;
        this.encryption = surroundings.encryption;
        this.buffer = new SendBuffer(options.bufferPackets(), settings.initialSequence(), encryption);
        this.wanted = new SequenceSet(options.bufferPackets());
        this.pacer = new Pacer(options.sendBytesPerSecond(), settings.startNs());
        this.rate = new RateMeter(settings.startNs());
        this.peerReportsLosses = settings.peerHas(SrtOptions.NAKREPORT);
        this.dropsTooLate = settings.peerHas(SrtOptions.TLPKTDROP);
        this.maxAgeNs = (Math.max(settings.peerLatencyMs(), DROP_FLOOR_MS) + DROP_MARGIN_MS) * NS_PER_MILLI;
        this.window = Math.max(MIN_WINDOW, settings.peerFlowWindow());
    }

    /** Queues a copy of one message of 1..1456 bytes; false when there is no room. */
    boolean send(byte[] bytes, int offset, int length, long originNs, long nowNs) {
        dropTooLate(nowNs);
        SendBuffer.Header header = new SendBuffer.Header(out.timestamp32(originNs), out.peerId());
        boolean queued = buffer.add(bytes, offset, length, originNs, header);
        if (!queued) {
            counters.refused++;
        }
        return queued;
    }

    /** Sends what pace and window allow. */
    void pump(long nowNs) {
        while (pacer.allows(nowNs) && (repeatOne(nowNs) || sendOne(nowNs))) {
            // each call sent one packet
        }
    }

    /** At most every second packet is a repetition while there are new ones to send. */
    private boolean repeatOne(long nowNs) {
        boolean newOnesTurn = repeatedLast && maySendNew();
        int seq = newOnesTurn ? SequenceSet.NONE : nextWanted(nowNs);
        if (seq == SequenceSet.NONE) {
            return false;
        }
        buffer.repeat(seq, nowNs);
        counters.repeated++;
        repeatedLast = true;
        transmit(seq, nowNs);
        return true;
    }

    /** Leaves out what was repeated just now: its arrival cannot have been noticed yet. */
    private int nextWanted(long nowNs) {
        long roundTripNs = rtt.rttMicros() * 1_000L;
        long tooSoonNs = Math.max(roundTripNs - 4_000L * rtt.varMicros(), roundTripNs / 2);
        while (!wanted.isEmpty()) {
            int seq = wanted.first();
            wanted.remove(seq);
            if (!buffer.wasRepeatedWithin(seq, tooSoonNs, nowNs)) {
                return seq;
            }
        }
        return SequenceSet.NONE;
    }

    private boolean maySendNew() {
        return buffer.hasUnsent() && buffer.inFlight() < Math.min(window, MAX_WINDOW);
    }

    private boolean sendOne(long nowNs) {
        if (!maySendNew()) {
            return false;
        }
        if (!buffer.isInFlight()) {
            answered(nowNs);
        }
        repeatedLast = false;
        counters.unique++;
        transmit(buffer.takeUnsent(), nowNs);
        return true;
    }

    private void transmit(int seq, long nowNs) {
        int length = buffer.length(seq);
        out.ready(buffer.datagram(seq), length, nowNs);
        pacer.sent(length - PacketView.HEADER_LENGTH, nowNs);
        rate.add(length - PacketView.HEADER_LENGTH + 44);
        counters.packets++;
        counters.bytes += length - PacketView.HEADER_LENGTH + 44;
    }

    /** Takes an acknowledgement; the reason to close the connection, or null. */
    @Nullable
    CloseReason onAck(AckPacket ack, long nowNs) {
        if (SeqNumber.isBefore(buffer.nextUnsent(), ack.nextSequence())) {
            return CloseReason.PROTOCOL_VIOLATION;
        }
        counters.acksReceived++;
        if (!ack.isLight()) {
            out.control(BareControlPacket.ackAck(ack.number()), nowNs);
        }
        int advanced = SeqNumber.distance(buffer.acknowledged(), ack.nextSequence());
        if (advanced > 0) {
            release(ack.nextSequence());
        }
        if (ack.hasReport()) {
            rtt.copy(ack.report().rttMicros(), ack.report().rttVarMicros());
            window = Math.max(MIN_WINDOW, ack.report().freePackets());
        } else {
            window = Math.max(MIN_WINDOW, window - Math.max(0, advanced));
        }
        answered(nowNs);
        pump(nowNs);
        return null;
    }

    private void answered(long nowNs) {
        silentSinceNs = nowNs;
        probes = 0;
    }

    private void release(int upTo) {
        buffer.releaseBefore(upTo);
        wanted.removeBefore(upTo);
    }

    /** Takes a loss report; the reason to close the connection, or null. */
    @Nullable
    CloseReason onNak(LossList losses, long nowNs) {
        boolean[] violated = {false};
        losses.forEach((first, last) -> violated[0] |= !want(first, last, nowNs));
        counters.naksReceived++;
        pump(nowNs);
        return violated[0] ? CloseReason.PROTOCOL_VIOLATION : null;
    }

    /** False when the range was never sent. */
    private boolean want(int first, int last, long nowNs) {
        // both ends: a range of almost half the circle can end in the past and begin in the future
        boolean sent = SeqNumber.isBefore(first, buffer.nextUnsent()) && SeqNumber.isBefore(last, buffer.nextUnsent());
        if (!sent) {
            return false;
        }
        int from = first;
        if (SeqNumber.isBefore(first, buffer.acknowledged())) {
            int lastGone = SeqNumber.previous(buffer.acknowledged());
            int lastDropped = SeqNumber.isBefore(last, lastGone) ? last : lastGone;
            out.control(new DropReqPacket(0, first, lastDropped), nowNs);
            counters.dropRequests++;
            from = buffer.acknowledged();
        }
        if (!SeqNumber.isBefore(last, from)) {
            int before = wanted.size();
            wanted.addRange(from, last);
            counters.lost += wanted.size() - before;
        }
        return true;
    }

    /** About every 10 ms, and more often while {@link #hasBacklog}. */
    void onTimer(long nowNs) {
        rate.tick(nowNs);
        dropTooLate(nowNs);
        probe(nowNs);
        if (encryption != null) {
            encryption.onTimer(rtt, out, nowNs);
        }
        pump(nowNs);
    }

    private void dropTooLate(long nowNs) {
        if (!dropsTooLate) {
            return;
        }
        int keep = buffer.firstYoungerThan(maxAgeNs, nowNs);
        counters.dropped += SeqNumber.distance(buffer.acknowledged(), keep);
        if (keep != buffer.acknowledged()) {
            release(keep);
        }
    }

    /**
     * The peer cannot miss what nothing follows: after silence the last packet is repeated, and everything when the peer
     * does not report losses by itself.
     */
    private void probe(long nowNs) {
        long patienceNs = (probes + 1) * (rtt.patienceNs() + 2 * TICK_NS) + TICK_NS;
        if (!buffer.isInFlight() || nowNs - silentSinceNs < patienceNs) {
            return;
        }
        int last = SeqNumber.previous(buffer.nextUnsent());
        wanted.addRange(peerReportsLosses ? last : buffer.acknowledged(), last);
        probes++;
    }

    /** True while packets wait for their turn. */
    boolean hasBacklog() {
        return !wanted.isEmpty() || maySendNew();
    }

    SendBuffer buffer() {
        return buffer;
    }

    SenderCounters counters() {
        return counters;
    }

    RateMeter rate() {
        return rate;
    }

    int window() {
        return window;
    }
}
