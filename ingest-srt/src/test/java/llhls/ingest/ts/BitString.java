package llhls.ingest.ts;

import java.io.ByteArrayOutputStream;

/** Writes bits, and NAL units of them, for test streams. */
final class BitString {

    private final StringBuilder bits = new StringBuilder();

    BitString u(int count, long value) {
        for (int i = count - 1; i >= 0; i--) {
            bits.append((value >> i) & 1);
        }
        return this;
    }

    BitString ue(long value) {
        int length = 64 - Long.numberOfLeadingZeros(value + 1);
        return u(length - 1, 0).u(length, value + 1);
    }

    BitString flag(boolean value) {
        return u(1, value ? 1 : 0);
    }

    /** rbsp_trailing_bits, then as bytes. */
    byte[] rbsp() {
        bits.append('1');
        return bytes();
    }

    /** Padded with zeros to whole bytes. */
    byte[] bytes() {
        while (bits.length() % 8 != 0) {
            bits.append('0');
        }
        byte[] bytes = new byte[bits.length() / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
        }
        return bytes;
    }

    /** A NAL unit with emulation prevention, without start code. */
    static byte[] nal(int header, byte[] rbsp) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(header);
        int zeros = 0;
        for (byte b : rbsp) {
            if (zeros >= 2 && (b & 0xFF) <= 3) {
                out.write(3);
                zeros = 0;
            }
            out.write(b);
            zeros = b == 0 ? zeros + 1 : 0;
        }
        return out.toByteArray();
    }
}
