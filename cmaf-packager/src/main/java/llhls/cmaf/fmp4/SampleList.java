package llhls.cmaf.fmp4;

import java.util.Arrays;

/**
 * The samples of one part, as the columns of a track run. Cleared and filled again for every part, so that steady state
 * allocates nothing.
 *
 * <p>Thread: confined to the media thread of its stream.
 */
public final class SampleList {

    private static final int INITIAL_CAPACITY = 64;

    private int[] sizes = new int[INITIAL_CAPACITY];
    private int[] durations = new int[INITIAL_CAPACITY];
    private int[] flags = new int[INITIAL_CAPACITY];
    private int[] compositionOffsets = new int[INITIAL_CAPACITY];
    private int count;
    private long payloadBytes;

    /** Adds a sample; durations and offsets in ticks of the track. */
    public void add(int size, int duration, int sampleFlags, int compositionOffset) {
        if (count == sizes.length) {
            grow();
        }
        sizes[count] = size;
        durations[count] = duration;
        flags[count] = sampleFlags;
        compositionOffsets[count] = compositionOffset;
        count++;
        payloadBytes += size;
    }

    /** Corrects the duration of the newest sample, once its successor is known. */
    public void lastDuration(int duration) {
        durations[count - 1] = duration;
    }

    public void clear() {
        count = 0;
        payloadBytes = 0;
    }

    public int count() {
        return count;
    }

    /** Sum of the sizes. */
    public long payloadBytes() {
        return payloadBytes;
    }

    /** Sum of the durations. */
    public long totalDuration() {
        long total = 0;
        for (int i = 0; i < count; i++) {
            total += durations[i];
        }
        return total;
    }

    int size(int index) {
        return sizes[index];
    }

    int duration(int index) {
        return durations[index];
    }

    int flags(int index) {
        return flags[index];
    }

    int compositionOffset(int index) {
        return compositionOffsets[index];
    }

    boolean hasOneDuration() {
        for (int i = 1; i < count; i++) {
            if (durations[i] != durations[0]) {
                return false;
            }
        }
        return true;
    }

    boolean hasCompositionOffsets() {
        for (int i = 0; i < count; i++) {
            if (compositionOffsets[i] != 0) {
                return true;
            }
        }
        return false;
    }

    private void grow() {
        int capacity = 2 * sizes.length;
        sizes = Arrays.copyOf(sizes, capacity);
        durations = Arrays.copyOf(durations, capacity);
        flags = Arrays.copyOf(flags, capacity);
        compositionOffsets = Arrays.copyOf(compositionOffsets, capacity);
    }
}
