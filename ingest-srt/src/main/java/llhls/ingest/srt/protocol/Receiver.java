package llhls.ingest.srt.protocol;

import llhls.ingest.srt.packet.AckPacket;
import llhls.ingest.srt.packet.DropReqPacket;
import llhls.ingest.srt.packet.LossList;
import llhls.ingest.srt.packet.NakPacket;
import llhls.ingest.srt.packet.PacketView;
import llhls.ingest.srt.packet.SeqNumber;
import llhls.ingest.srt.packet.SrtOptions;
import llhls.media.io.Payload;
import llhls.media.io.PayloadPool;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a connection: takes data in, acknowledges, asks for what is missing, hands payloads on in order.
 *
 * <p>Thread: confined to the event loop.
 */
final class Receiver {

    private static final int CAPACITY_NOT_MEASURED = 1000;
    private static final long MIN_NAK_INTERVAL_NS = 20_000_000;
    private static final long FIRST_NAK_INTERVAL_NS = 50_000_000;
    private static final int KEEPALIVE_WEIGHT = 50;
    private static final long NS_PER_MICRO = 1_000;
    /** IPv4, UDP and SRT headers, which byte counters include. */
    private static final int HEADERS = 44;

    private final PacketOut out;
    private final ConnectionSecurity security;
    private final ConnectionEvents events;
    private final PayloadPool pool;
    private final boolean retransmissionFlag;
    private final RttEstimator rtt = new RttEstimator();
    private final ReceiverCounters counters = new ReceiverCounters();
    private final TimeBase times;
    private final ReceiveBuffer buffer;
    private final Acknowledger acknowledger;
    private final RateMeter rate;
    // periodic loss reports
    private long lastReportNs;
    private long markedNs;
    private int newMark;
    private int oldMark;

    /** What it works with. */
    record Surroundings(PacketOut out, ConnectionEvents events, ConnectionSecurity security) {}

    Receiver(ConnectionSettings settings, ConnectionOptions options, Surroundings surroundings) {
        this.out = surroundings.out;
        this.events = surroundings.events;
        this.security = surroundings.security;
        this.pool = options.pool();
        this.retransmissionFlag = settings.peerHas(SrtOptions.REXMITFLG);
        this.times = new TimeBase(settings);
        this.buffer = new ReceiveBuffer(options.bufferPackets(), settings.initialSequence(), options.eagerRelease());
        this.acknowledger = new Acknowledger(settings.initialSequence(), rtt);
        this.rate = new RateMeter(settings.startNs());
        this.lastReportNs = settings.startNs();
        this.markedNs = settings.startNs();
        this.newMark = settings.initialSequence();
        this.oldMark = settings.initialSequence();
    }

    /** Takes a data packet; the reason to close the connection, or null. */
    @Nullable
    CloseReason onData(PacketView packet, long nowNs) {
        int bytes = packet.bodyLength() + HEADERS;
        boolean retransmitted = retransmissionFlag && packet.isRetransmitted();
        counters.received(bytes, retransmitted);
        rate.add(bytes);
        if (packet.messageNumber() == 0) {
            counters.filterPackets++; // no filter was negotiated: nothing to do with it, and it must not pass for data
            return null;
        }
        int seq = packet.sequence();
        switch (buffer.placeOf(seq)) {
            case JUMP -> {
                return CloseReason.SEQUENCE_JUMP;
            }
            case NO_ROOM -> counters.noRoom++;
            case BELATED -> counters.belated++;
            case DUPLICATE -> counters.duplicates++;
            case FREE -> store(seq, packet, nowNs);
        }
        acknowledgeLightly(nowNs);
        release(nowNs);
        return null;
    }

    private void store(int seq, PacketView packet, long nowNs) {
        int expected = SeqNumber.next(buffer.highest());
        int missing = isReadable(packet.keyFlags(), seq) ? storePayload(seq, packet, nowNs) : storeUndecryptable(seq);
        if (missing > 0) {
            counters.lost += missing;
            nak(LossList.of(expected, SeqNumber.previous(seq)), nowNs);
        }
    }

    /** Clear data on an encrypted connection is not the publisher's, encrypted data without its key is noise. */
    private boolean isReadable(int keyFlags, int seq) {
        Decryption keys = security.in();
        return keys == null ? keyFlags == 0 : keys.hasKey(keyFlags, seq);
    }

    private int storePayload(int seq, PacketView packet, long nowNs) {
        int timestamp = packet.timestamp32();
        if (!times.observe(timestamp, nowNs)) {
            counters.timestampsOutOfRange++;
            timestamp = times.timestampDueAt(nowNs);
        }
        Payload payload = pool.take();
        packet.copyBody(payload.bytes());
        if (security.in() != null) {
            security.in().decrypt(packet.keyFlags(), seq, payload.bytes(), packet.bodyLength());
        }
        payload.set(packet.bodyLength(), nowNs, false);
        counters.unique(packet.bodyLength() + HEADERS);
        return buffer.store(seq, payload, timestamp);
    }

    /** It cannot be used, and a repeated one would be no better. */
    private int storeUndecryptable(int seq) {
        counters.undecryptable++;
        return buffer.storeVoid(seq);
    }

    private void acknowledgeLightly(long nowNs) {
        AckPacket light = acknowledger.onData(buffer.nextExpected());
        if (light != null) {
            sendAck(light, nowNs);
        }
    }

    private void release(long nowNs) {
        for (Payload next = buffer.poll(times, nowNs); next != null; next = buffer.poll(times, nowNs)) {
            events.payload(next);
        }
    }

    /** Hands on everything that is left, for a connection that is over. */
    void releaseRest() {
        for (Payload next = buffer.pollRest(); next != null; next = buffer.pollRest()) {
            events.payload(next);
        }
    }

    void onAckAck(int number, int timestamp32, long nowNs) {
        boolean credible = times.observe(timestamp32, nowNs);
        long rttMicros = acknowledger.onAckAck(number, nowNs);
        if (rttMicros > 0 && credible && rtt.isCalm()) {
            times.sampleDrift(timestamp32, nowNs, (rttMicros - rtt.firstMicros()) * NS_PER_MICRO / 2, 1);
        }
    }

    void onKeepAlive(int timestamp32, long nowNs) {
        if (times.observe(timestamp32, nowNs)) {
            times.sampleDrift(timestamp32, nowNs, 0, KEEPALIVE_WEIGHT);
        }
    }

    void onDropReq(DropReqPacket dropped, long nowNs) {
        if (buffer.passOver(dropped.first(), dropped.last())) {
            release(nowNs);
        } else {
            counters.implausibleDropRequests++;
        }
    }

    /** About every 10 ms: what is due by time. */
    void onTimer(long nowNs) {
        release(nowNs);
        rate.tick(nowNs);
        int position = buffer.nextExpected();
        if (acknowledger.isDue(position, nowNs)) {
            sendAck(acknowledger.full(position, report(), nowNs), nowNs);
        }
        markAge(nowNs);
        if (nowNs - lastReportNs >= nakIntervalNs()) {
            repeatLosses(nowNs);
        }
    }

    /** Every half round trip the marks move on: gaps before the old one were asked for at least that long ago. */
    private void markAge(long nowNs) {
        if (nowNs - markedNs >= rtt.rttMicros() * NS_PER_MICRO / 2) {
            oldMark = newMark;
            newMark = SeqNumber.next(buffer.highest());
            markedNs = nowNs;
        }
    }

    /** Asks again for what is missing, except for gaps so new that the answer to the first request may be on its way. */
    private void repeatLosses(long nowNs) {
        SequenceSet lost = buffer.lost();
        if (!lost.isEmpty() && SeqNumber.isBefore(lost.first(), oldMark)) {
            LossList.Builder old = new LossList.Builder();
            lost.collect(old, oldMark);
            nak(old.build(), nowNs);
        }
        lastReportNs = nowNs;
    }

    /**
     * Before the round trip is known the formula would give 150 ms, which uses up a short latency: a gap that keeps the
     * position from moving also keeps ACKs, and so the measurement, from happening.
     */
    private long nakIntervalNs() {
        if (!rtt.isMeasured()) {
            return FIRST_NAK_INTERVAL_NS;
        }
        return Math.max(MIN_NAK_INTERVAL_NS, rtt.patienceNs() / 2);
    }

    private void nak(LossList losses, long nowNs) {
        out.control(new NakPacket(losses), nowNs);
        counters.naksSent++;
    }

    private void sendAck(AckPacket ack, long nowNs) {
        out.control(ack, nowNs);
        counters.acksSent++;
    }

    private AckPacket.Report report() {
        return new AckPacket.Report(
                rtt.rttMicros(),
                rtt.varMicros(),
                buffer.freePackets(),
                rate.packetsPerSecond(),
                CAPACITY_NOT_MEASURED,
                rate.bytesPerSecond());
    }

    ReceiverCounters counters() {
        return counters;
    }

    ReceiveBuffer buffer() {
        return buffer;
    }

    RttEstimator rtt() {
        return rtt;
    }

    TimeBase times() {
        return times;
    }

    RateMeter rate() {
        return rate;
    }
}
