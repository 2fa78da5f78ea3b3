package llhls.ingest.ts;

/**
 * Learns whether this multiplexer stuffs the last packet of a PES packet and no other, in which case a stuffed packet tells
 * its end one frame time before the next PES packet does.
 *
 * <p>Thread: confined to its {@link PesAssembler}.
 */
final class StuffingTrust {

    /** PES packets whose end must have been confirmed before stuffing is believed. */
    static final int CONFIRMATIONS = 30;

    private static final int NEVER = -1000;

    private int confirmed;
    // reset at each PES packet
    private boolean stuffed;
    private boolean judging;

    /** True once stuffing may be believed. */
    boolean established() {
        return confirmed >= CONFIRMATIONS;
    }

    /** True when the packet just seen was stuffed and nothing has ever spoken against it. */
    boolean endsHere() {
        return stuffed && confirmed >= 0;
    }

    /** A PES packet starts, and the one before went through without a gap: its last packet is known now. */
    void nextStarts() {
        if (judging && stuffed && confirmed >= 0) {
            confirmed = Math.min(CONFIRMATIONS, confirmed + 1);
        }
        stuffed = false;
        judging = true;
    }

    /** A packet with payload of the present PES packet; true when it contradicts: there was a stuffed one before. */
    boolean packet(boolean isStuffed) {
        boolean contradiction = judging && stuffed && confirmed >= 0;
        if (contradiction) {
            confirmed = NEVER;
        }
        stuffed = isStuffed;
        return contradiction;
    }

    /** Packets are missing: the present PES packet proves nothing. */
    void gap() {
        judging = false;
        stuffed = false;
    }
}
