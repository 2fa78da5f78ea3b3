package llhls.ingest.ts;

/**
 * PES timestamps by the place in a buffer where their PES packet starts: each belongs to the first frame that starts there
 * or later.
 *
 * <p>Thread: confined to its assembler.
 */
final class PendingTimes {

    /** More PES packets than this without the start of a frame are no audio. */
    private static final int CAPACITY = 8;

    private final int[] starts = new int[CAPACITY];
    private final long[] times33 = new long[CAPACITY];
    private int count;
    private long taken33;

    void clear() {
        count = 0;
    }

    void add(int start, long time33) {
        if (count == CAPACITY) {
            remove(1);
        }
        starts[count] = start;
        times33[count] = time33;
        count++;
    }

    /** True when the frame that starts at {@code at} is the first of its PES packet: {@link #taken33} is its time. */
    boolean take(int at) {
        int reached = 0;
        while (reached < count && starts[reached] <= at) {
            taken33 = times33[reached];
            reached++;
        }
        remove(reached);
        return reached > 0;
    }

    long taken33() {
        return taken33;
    }

    /** {@code bytes} were removed at the start of the buffer. */
    void shift(int bytes) {
        for (int i = 0; i < count; i++) {
            starts[i] -= bytes;
        }
    }

    private void remove(int first) {
        System.arraycopy(starts, first, starts, 0, count - first);
        System.arraycopy(times33, first, times33, 0, count - first);
        count -= first;
    }
}
