package llhls.ingest.srt.protocol;

import llhls.ingest.srt.packet.LossList;
import llhls.ingest.srt.packet.SeqNumber;

/**
 * A set of sequence numbers that lie less than its capacity apart: one bit each, in a ring. Its first member is known
 * without searching.
 *
 * <p>Thread: confined to the event loop.
 */
final class SequenceSet {

    static final int NONE = -1;

    private final long[] words;
    private final int mask;
    private int size;
    private int first;

    /** @param capacity a power of two, at least 64 */
    SequenceSet(int capacity) {
        words = new long[capacity / Long.SIZE];
        mask = capacity - 1;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** The earliest member, of a set that is not empty. */
    int first() {
        return first;
    }

    /** For a number within the capacity of all members. */
    boolean contains(int seq) {
        return (words[wordOf(seq)] & bitOf(seq)) != 0;
    }

    void add(int seq) {
        if (contains(seq)) {
            return;
        }
        words[wordOf(seq)] |= bitOf(seq);
        if (size == 0 || SeqNumber.isBefore(seq, first)) {
            first = seq;
        }
        size++;
    }

    /** Adds a range, both ends included, in sending order. */
    void addRange(int from, int last) {
        int end = SeqNumber.next(last);
        for (int seq = from; seq != end; seq = SeqNumber.next(seq)) {
            add(seq);
        }
    }

    /** False when it was not in the set. */
    boolean remove(int seq) {
        if (size == 0 || !contains(seq)) {
            return false;
        }
        words[wordOf(seq)] &= ~bitOf(seq);
        size--;
        if (seq == first && size > 0) {
            first = search(SeqNumber.next(seq), mask);
        }
        return true;
    }

    /** Removes every member before {@code end}. */
    void removeBefore(int end) {
        while (size > 0 && SeqNumber.isBefore(first, end)) {
            remove(first);
        }
    }

    /** The first member from {@code from} on and before {@code end}, or {@link #NONE}. */
    int next(int from, int end) {
        int distance = SeqNumber.distance(from, end);
        return size == 0 || distance <= 0 ? NONE : search(from, distance);
    }

    /** Adds the members before {@code end} to {@code list} as ranges, in order, until it is full. */
    void collect(LossList.Builder list, int end) {
        int from = isEmpty() ? NONE : first;
        while (from != NONE && SeqNumber.isBefore(from, end) && !list.isFull()) {
            int last = from;
            while (SeqNumber.next(last) != end && contains(SeqNumber.next(last))) {
                last = SeqNumber.next(last);
            }
            list.add(from, last);
            from = next(SeqNumber.next(last), end);
        }
    }

    /** Looks at {@code count} numbers from {@code from} on, a word at a time. */
    private int search(int from, int count) {
        int passed = 0;
        while (passed < count) {
            int at = SeqNumber.plus(from, passed);
            int bit = at & mask & (Long.SIZE - 1);
            long rest = words[wordOf(at)] >>> bit;
            if (rest != 0) {
                passed += Long.numberOfTrailingZeros(rest);
                return passed < count ? SeqNumber.plus(from, passed) : NONE;
            }
            passed += Long.SIZE - bit;
        }
        return NONE;
    }

    private int wordOf(int seq) {
        return (seq & mask) / Long.SIZE;
    }

    private static long bitOf(int seq) {
        return 1L << seq; // the shift uses the low six bits
    }
}
