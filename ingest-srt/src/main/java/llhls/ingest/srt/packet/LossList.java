package llhls.ingest.srt.packet;

import java.util.Arrays;
import llhls.media.MalformedMediaException;

/**
 * Ranges of lost sequence numbers as a NAK carries them: one word for a single loss, {@code 1|first, 0|last} for two or
 * more. Immutable.
 */
public final class LossList {

    /** Words that fit into one packet. */
    public static final int MAX_WORDS = 364;

    private static final int RANGE = 1 << 31;

    private final int[] words;

    private LossList(int[] words) {
        this.words = words;
    }

    /** One range, both ends included. */
    public static LossList of(int first, int last) {
        return new LossList(first == last ? new int[] {first} : new int[] {RANGE | first, last});
    }

    static LossList parse(PacketView view) throws MalformedMediaException {
        int[] words = new int[Math.min(view.bodyWords(), MAX_WORDS)];
        for (int i = 0; i < words.length; i++) {
            words[i] = view.bodyWord(i);
        }
        check(words);
        return new LossList(words);
    }

    /** Every range has an end, which is no sequence number before its start. */
    private static void check(int[] words) throws MalformedMediaException {
        if (words.length == 0) {
            throw new MalformedMediaException("NAK without loss list");
        }
        for (int i = 0; i < words.length; i++) {
            boolean startsRange = words[i] < 0;
            if (startsRange && ++i == words.length) {
                throw new MalformedMediaException("NAK ends inside a range");
            }
            if (startsRange && (words[i] < 0 || SeqNumber.distance(words[i - 1] & SeqNumber.MAX, words[i]) < 0)) {
                throw new MalformedMediaException("NAK with an impossible range");
            }
        }
    }

    /** Calls {@code consumer} for every range, in the order of the packet. */
    public void forEach(RangeConsumer consumer) {
        for (int i = 0; i < words.length; i++) {
            if (words[i] < 0) {
                consumer.range(words[i] & SeqNumber.MAX, words[i + 1]);
                i++;
            } else {
                consumer.range(words[i], words[i]);
            }
        }
    }

    void write(PacketWriter writer) {
        for (int word : words) {
            writer.word(word);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LossList that && Arrays.equals(words, that.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("[");
        forEach((first, last) -> out.append(first).append("..").append(last).append(' '));
        return out.append(']').toString();
    }

    /** Takes ranges, both ends included. */
    public interface RangeConsumer {
        void range(int first, int last);
    }

    /** Collects ranges until the packet is full. */
    public static final class Builder {
        private final int[] words = new int[MAX_WORDS];
        private int count;

        /** Adds a range; ignored when there is no room for it. */
        public Builder add(int first, int last) {
            if (first == last && count < MAX_WORDS) {
                words[count++] = first;
            } else if (first != last && count < MAX_WORDS - 1) {
                words[count++] = RANGE | first;
                words[count++] = last;
            }
            return this;
        }

        /** True when not every range would fit any more. */
        public boolean isFull() {
            return count >= MAX_WORDS - 1;
        }

        public LossList build() {
            return new LossList(Arrays.copyOf(words, count));
        }
    }
}
