package llhls.ingest.srt.protocol;

import llhls.ingest.srt.packet.SeqNumber;
import llhls.media.io.Payload;
import org.jspecify.annotations.Nullable;

/**
 * The ring of received packets between the network and the application: puts them in order, knows what is missing, and
 * gives up on gaps when their time is over.
 *
 * <p>Every number from {@code start} (next to hand on) to {@code highest} is either present, lost (asked for), or passed over
 * (will not come; counts as received for acknowledging).
 *
 * <p>Thread: confined to the event loop.
 */
final class ReceiveBuffer {

    /** What becomes of a packet. */
    enum Place {
        /** It gets a slot. */
        FREE,
        /** Its position was handed on or given up already. */
        BELATED,
        DUPLICATE,
        /** Too far ahead of what is still waiting. */
        NO_ROOM,
        /** Too far ahead although nothing is waiting: the numbering is broken for good. */
        JUMP
    }

    private final @Nullable Payload[] payloads;
    private final int[] timestamps;
    private final SequenceSet present;
    private final SequenceSet lost;
    private final boolean eager;
    private int start;
    private int highest;
    private boolean lossBeforeStart;
    private long skipped;
    private long missingAtEnd;

    ReceiveBuffer(int capacity, int initialSequence, boolean eager) {
        this.payloads = new Payload[capacity];
        this.timestamps = new int[capacity];
        this.present = new SequenceSet(capacity);
        this.lost = new SequenceSet(capacity);
        this.eager = eager;
        this.start = initialSequence;
        this.highest = SeqNumber.previous(initialSequence);
    }

    /** Whether packet {@code seq} has a place; ask before {@link #store}. */
    Place placeOf(int seq) {
        int ahead = SeqNumber.distance(start, seq);
        if (ahead < 0) {
            return Place.BELATED;
        }
        if (ahead >= payloads.length) {
            return present.isEmpty() ? Place.JUMP : Place.NO_ROOM;
        }
        return present.contains(seq) ? Place.DUPLICATE : Place.FREE;
    }

    /** Stores a packet that has a place; returns how many numbers before it turned out to be missing. */
    int store(int seq, Payload owned, int timestamp32) {
        int missing = arrived(seq);
        payloads[index(seq)] = owned;
        timestamps[index(seq)] = timestamp32;
        present.add(seq);
        return missing;
    }

    /** Notes a packet that arrived but cannot be used; it is neither asked for again nor handed on. */
    int storeVoid(int seq) {
        int missing = arrived(seq);
        if (present.isEmpty() && lost.isEmpty()) { // nothing to wait for: a long run of these must not fill the ring
            skipped += SeqNumber.distance(start, SeqNumber.next(highest));
            start = SeqNumber.next(highest);
            lossBeforeStart = true;
        }
        return missing;
    }

    private int arrived(int seq) {
        int expected = SeqNumber.next(highest);
        int missing = SeqNumber.distance(expected, seq);
        if (missing > 0) {
            lost.addRange(expected, SeqNumber.previous(seq));
        }
        if (missing >= 0) {
            highest = seq;
        } else {
            lost.remove(seq);
        }
        return Math.max(0, missing);
    }

    /** The sender will not send this range (again); false when the range cannot be right. */
    boolean passOver(int first, int last) {
        int ahead = SeqNumber.distance(start, last);
        if (ahead >= payloads.length) {
            return false;
        }
        if (ahead < 0) {
            return true; // all of it was handed on or given up; half the circle away it would pass for the future below
        }
        int from = SeqNumber.isBefore(first, start) ? start : first;
        for (int seq = lost.next(from, SeqNumber.next(last));
                seq != SequenceSet.NONE;
                seq = lost.next(from, SeqNumber.next(last))) {
            lost.remove(seq);
            from = SeqNumber.next(seq);
        }
        boolean touches = SeqNumber.distance(SeqNumber.next(highest), first) <= 0;
        if (touches && SeqNumber.isBefore(highest, last)) {
            highest = last;
        }
        return true;
    }

    /** The next payload that may be handed on now, ownership included, or null. */
    @Nullable
    Payload poll(TimeBase times, long nowNs) {
        if (present.isEmpty()) {
            return null;
        }
        int seq = present.first();
        boolean waits = !eager || SeqNumber.isBefore(nextExpected(), seq);
        if (waits && nowNs - times.playTimeNs(timestamps[index(seq)]) < 0) {
            return null;
        }
        return take(seq);
    }

    /** The next payload whatever its time, for a connection that is over. */
    @Nullable
    Payload pollRest() {
        if (present.isEmpty()) {
            return null;
        }
        long before = skipped;
        Payload payload = take(present.first());
        missingAtEnd += skipped - before;
        skipped = before;
        return payload;
    }

    private Payload take(int seq) {
        Payload payload = payloads[index(seq)];
        payloads[index(seq)] = null;
        present.remove(seq);
        int gap = SeqNumber.distance(start, seq);
        start = SeqNumber.next(seq);
        lost.removeBefore(start);
        if (payload == null) {
            throw new IllegalStateException("empty slot " + seq);
        }
        if (gap > 0 || lossBeforeStart) {
            skipped += gap;
            lossBeforeStart = false;
            payload.markLossBefore();
        }
        return payload;
    }

    /** The first number neither received nor given up: the position to acknowledge. */
    int nextExpected() {
        return lost.isEmpty() ? SeqNumber.next(highest) : lost.first();
    }

    int highest() {
        return highest;
    }

    /** What is to be asked for; never beyond {@link #highest}. */
    SequenceSet lost() {
        return lost;
    }

    /** Packets waiting. */
    int waiting() {
        return present.size();
    }

    /** Slots that are free for packets beyond the acknowledged ones. */
    int freePackets() {
        return Math.max(2, payloads.length - 1 - SeqNumber.distance(start, nextExpected()));
    }

    /** Numbers given up as a gap because their time was over. */
    long skipped() {
        return skipped;
    }

    /** Numbers that were still missing before later ones when the connection ended. */
    long missingAtEnd() {
        return missingAtEnd;
    }

    /** Span of timestamps waiting, in microseconds. */
    int spanMicros() {
        return present.isEmpty() || !present.contains(highest)
                ? 0
                : timestamps[index(highest)] - timestamps[index(present.first())];
    }

    private int index(int seq) {
        return seq & (payloads.length - 1);
    }
}
