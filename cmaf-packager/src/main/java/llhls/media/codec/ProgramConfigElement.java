package llhls.media.codec;

import java.util.Arrays;
import llhls.media.MalformedMediaException;
import llhls.media.io.BitReader;

/**
 * The channel layout of a stream with channel_configuration 0 (ISO/IEC 14496-3 §4.4.1.1), without its comment.
 *
 * @param bits the element up to its byte alignment, one bit per entry
 * @param channels sum over its elements
 */
@SuppressWarnings("ArrayRecordComponent") // built, written out and forgotten within one call
record ProgramConfigElement(boolean[] bits, int channels) {

    /** 5 + 29 flags and counts, 3 + 15 * 5 * 3 + 15 * 4 * 2 elements at most. */
    private static final int MAX_BITS = 512;

    /** Reads from element_instance_tag on. */
    static ProgramConfigElement read(BitReader in) throws MalformedMediaException {
        return new Recorder(in).read();
    }

    /** Reads and remembers every bit. */
    private static final class Recorder {
        private final BitReader in;
        private final boolean[] bits = new boolean[MAX_BITS];
        private int count;

        private Recorder(BitReader in) {
            this.in = in;
        }

        private ProgramConfigElement read() throws MalformedMediaException {
            take(4 + 2 + 4); // tag, object type, rate
            int front = take(4);
            int side = take(4);
            int back = take(4);
            int lowFrequency = take(2);
            int associated = take(3);
            int coupling = take(4);
            take(take(1) * 4); // mono mixdown
            take(take(1) * 4); // stereo mixdown
            take(take(1) * 3); // matrix mixdown
            int channels = elements(front) + elements(side) + elements(back) + lowFrequency;
            take(4 * lowFrequency);
            take(4 * associated);
            for (int i = 0; i < coupling; i++) {
                take(5);
            }
            return new ProgramConfigElement(Arrays.copyOf(bits, count), channels);
        }

        /** Single elements count one channel, pairs two. */
        private int elements(int number) throws MalformedMediaException {
            int channels = 0;
            for (int i = 0; i < number; i++) {
                channels += 1 + take(1);
                take(4);
            }
            return channels;
        }

        private int take(int number) throws MalformedMediaException {
            int value = 0;
            for (int i = 0; i < number; i++) {
                int bit = in.bit();
                bits[count] = bit == 1;
                count++;
                value = value << 1 | bit;
            }
            return value;
        }
    }
}
