package llhls.media.io;

import java.math.BigInteger;
import java.util.Random;
import llhls.media.MalformedMediaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BitReaderTest {

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    void bitsAreThoseOfTheBigInteger(long seed) throws MalformedMediaException {
        Random random = new Random(seed);
        byte[] bytes = new byte[40];
        random.nextBytes(bytes);
        BigInteger whole = new BigInteger(1, bytes, 3, 30);
        BitReader in = new BitReader(bytes, 3, 30);
        int at = 0;
        while (at < 240) {
            int count = Math.min(random.nextInt(64), 240 - at);
            at += count;
            BigInteger mask = BigInteger.ONE.shiftLeft(count).subtract(BigInteger.ONE);
            assertThat(in.longBits(count))
                    .isEqualTo(whole.shiftRight(240 - at).and(mask).longValueExact());
        }
        assertThat(in.bitsLeft()).isZero();
        assertThatExceptionOfType(MalformedMediaException.class).isThrownBy(in::bit);
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 0", "010, 1, 1", "011, 2, -1", "00100, 3, 2", "00111, 6, -3", "0001000, 7, 4"})
    void expGolombCodesAreRead(String bits, long unsigned, long signed) throws MalformedMediaException {
        assertThat(reader(bits).ue()).isEqualTo(unsigned);
        assertThat(reader(bits).se()).isEqualTo(signed);
    }

    @Test
    void theLongestExpGolombCodeIsRead() throws MalformedMediaException {
        assertThat(reader("0".repeat(31) + "1" + "1".repeat(31)).ue()).isEqualTo((1L << 32) - 2);
        assertThatExceptionOfType(MalformedMediaException.class)
                .isThrownBy(() -> reader("0".repeat(33) + "1" + "0".repeat(40)).ue());
    }

    @Test
    void aBoundedCodeNamesWhatExceedsIt() throws MalformedMediaException {
        assertThat(reader("00100").ue(3, "x")).isEqualTo(3);
        assertThatExceptionOfType(MalformedMediaException.class)
                .isThrownBy(() -> reader("00101").ue(3, "level"))
                .withMessage("level=4 exceeds 3");
    }

    @Test
    void alignmentSkipsToTheNextByte() throws MalformedMediaException {
        BitReader in = new BitReader(new byte[] {(byte) 0x80, 1}, 0, 2);
        in.align();
        assertThat(in.bitsLeft()).isEqualTo(16);
        in.skip(3);
        in.align();
        assertThat(in.bits(8)).isEqualTo(1);
    }

    private static BitReader reader(String bits) {
        byte[] bytes = new byte[(bits.length() + 7) / 8];
        for (int i = 0; i < bits.length(); i++) {
            bytes[i / 8] |= (byte) (bits.charAt(i) == '1' ? 0x80 >> i % 8 : 0);
        }
        return new BitReader(bytes, 0, bytes.length);
    }
}
