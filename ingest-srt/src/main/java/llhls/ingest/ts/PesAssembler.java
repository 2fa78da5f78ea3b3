package llhls.ingest.ts;

import llhls.ingest.ts.TsCounters.Name;

/**
 * Reads the PES packets of one PID: header, bounds, and where a packet ends without waiting for the next one.
 *
 * <p>Thread: confined to its demuxer.
 */
final class PesAssembler {

    private enum State {
        /** Until a packet with payload_unit_start_indicator. */
        WAITING,
        HEADER,
        DATA,
        /** All bytes are in: more of them would belong to nothing. */
        COMPLETE
    }

    private final EsAssembler assembler;
    private final TsCounters counters;
    private final int maxBytes;
    private final PesHeader header = new PesHeader();
    private final StuffingTrust trust = new StuffingTrust();

    // reset at each PES packet
    private State state = State.WAITING;
    private int dataLength;
    private int received;
    private boolean endedByStuffing;

    PesAssembler(EsAssembler assembler, int maxBytes, TsCounters counters) {
        this.assembler = assembler;
        this.maxBytes = maxBytes;
        this.counters = counters;
    }

    /** Packets of this PID are missing here. */
    void gap() {
        trust.gap();
        assembler.gap();
        state = State.WAITING;
    }

    /** A packet with payload, in order. */
    void packet(TsPacketView packet, long arrivalNs) {
        if (packet.unitStart()) {
            start();
        }
        boolean contradiction = trust.packet(packet.stuffingBytes() > 0);
        if (contradiction) {
            counters.add(Name.STUFFING_CONTRADICTIONS, 1);
        }
        if (contradiction && endedByStuffing) {
            endedByStuffing = false;
            state = State.WAITING;
            assembler.contradicted();
            return;
        }
        int from = packet.start() + packet.payloadOffset();
        int to = packet.start() + TsPacketView.LENGTH;
        if (state == State.HEADER) {
            from += header.gather(packet.bytes(), from, to);
            headerGathered();
        }
        if (state == State.DATA) {
            data(packet.bytes(), from, to, arrivalNs);
        }
    }

    /** No more input. */
    void end(boolean idle) {
        boolean learned = trust.established() && idle;
        assembler.end(
                state == State.COMPLETE || (state == State.DATA && isUnbounded() && (trust.endsHere() || learned)));
        state = State.WAITING;
    }

    private void start() {
        boolean cutShort = state == State.DATA && !isUnbounded();
        if (cutShort || state == State.HEADER) {
            counters.add(Name.MALFORMED, 1);
            assembler.gap();
        }
        trust.nextStarts();
        header.reset();
        state = State.HEADER;
        received = 0;
        endedByStuffing = false;
    }

    private void headerGathered() {
        switch (header.state()) {
            case PARTIAL -> {}
            case COMPLETE -> {
                state = State.DATA;
                dataLength = header.dataLength();
                assembler.pesStarts(header);
            }
            case WITHOUT_MEDIA -> state = State.WAITING;
            case MALFORMED -> {
                state = State.WAITING;
                counters.add(Name.MALFORMED, 1);
                assembler.gap();
            }
        }
    }

    private void data(byte[] bytes, int from, int to, long arrivalNs) {
        int end = isUnbounded() ? to : Math.min(to, from + dataLength - received);
        received += end - from;
        if (received > maxBytes) {
            state = State.WAITING;
            counters.add(Name.OVERSIZED, 1);
            assembler.gap();
            return;
        }
        assembler.data(bytes, from, end, arrivalNs);
        if (received == dataLength) {
            state = State.COMPLETE;
            assembler.pesComplete();
        } else if (isUnbounded() && trust.established() && trust.endsHere()) {
            endedByStuffing = assembler.pesEndsByStuffing();
        }
    }

    private boolean isUnbounded() {
        return dataLength < 0;
    }
}
