package llhls.media.io;

import llhls.media.MalformedMediaException;

/**
 * Reads bits, most significant first, from bytes of a codec structure; never past their end.
 *
 * <p>Thread: confined to its caller. Reusable: {@link #wrap} points it somewhere else without allocation.
 */
public final class BitReader {

    private static final int MAX_LEADING_ZEROS = 32;

    private byte[] bytes;
    private long position;
    private long end;

    public BitReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        wrap(bytes, offset, length);
    }

    public void wrap(byte[] source, int offset, int length) {
        bytes = source;
        position = 8L * offset;
        end = 8L * (offset + length);
    }

    public long bitsLeft() {
        return end - position;
    }

    /** One bit, 0 or 1. */
    public int bit() throws MalformedMediaException {
        require(1);
        int bit = bytes[(int) (position >> 3)] >> (7 - (position & 7)) & 1;
        position++;
        return bit;
    }

    public boolean flag() throws MalformedMediaException {
        return bit() == 1;
    }

    /** {@code count} bits, 0..31, unsigned. */
    public int bits(int count) throws MalformedMediaException {
        return (int) longBits(count);
    }

    /** {@code count} bits, 0..63, unsigned. */
    public long longBits(int count) throws MalformedMediaException {
        require(count);
        long value = 0;
        int left = count;
        while (left > 0) {
            int offset = (int) (position & 7);
            int take = Math.min(left, 8 - offset);
            int octet = bytes[(int) (position >> 3)] & 0xFF;
            value = value << take | (octet >> (8 - offset - take) & ((1 << take) - 1));
            position += take;
            left -= take;
        }
        return value;
    }

    public void skip(int count) throws MalformedMediaException {
        require(count);
        position += count;
    }

    /** Skips to the next whole byte, counted from the start of the underlying array. */
    public void align() {
        position = Math.min(end, (position + 7) & ~7L);
    }

    /** Exp-Golomb ue(v), 0..2^32 - 2 (ISO/IEC 14496-10 §9.1). */
    public long ue() throws MalformedMediaException {
        int zeros = 0;
        while (bit() == 0) {
            zeros++;
            if (zeros > MAX_LEADING_ZEROS) {
                throw new MalformedMediaException("exp-Golomb code longer than " + MAX_LEADING_ZEROS + " bits");
            }
        }
        return (1L << zeros) - 1 + longBits(zeros);
    }

    /** ue(v) that must not exceed {@code max}; {@code name} is for the message. */
    public int ue(int max, String name) throws MalformedMediaException {
        long value = ue();
        if (value > max) {
            throw new MalformedMediaException(name + "=" + value + " exceeds " + max);
        }
        return (int) value;
    }

    /** Exp-Golomb se(v). */
    public long se() throws MalformedMediaException {
        long code = ue();
        return (code & 1) == 1 ? (code + 1) / 2 : -(code / 2);
    }

    private void require(int count) throws MalformedMediaException {
        if (count > end - position) {
            throw new MalformedMediaException(
                    "structure ends early: " + count + " bits wanted, " + bitsLeft() + " left");
        }
    }
}
