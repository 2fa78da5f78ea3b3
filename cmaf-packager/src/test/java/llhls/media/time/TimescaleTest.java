package llhls.media.time;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TimescaleTest {

    private static final int[] SCALES = {7_350, 24_000, 44_100, 48_000, 60_000, 90_000, 96_000};

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    @Tag("CMAF-042")
    void conversionsAreExactForTimesUpTo2To48(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            long ticks = random.nextLong() >> 15;
            int from = SCALES[random.nextInt(SCALES.length)];
            int to = SCALES[random.nextInt(SCALES.length)];
            Timescale scale = new Timescale(from);

            assertThat(scale.toMicros(ticks)).isEqualTo(floor(ticks, 1_000_000, from));
            assertThat(scale.fromMicros(ticks)).isEqualTo(floor(ticks, from, 1_000_000));
            assertThat(scale.rescale(ticks, new Timescale(to))).isEqualTo(round(ticks, to, from));
        }
    }

    @Test
    @Tag("CMAF-042")
    void microsOfEpochTimesDoNotOverflow() {
        long ticks = 1_790_000_000L * 90_000 + 12_345;

        assertThat(Timescale.HZ_90000.toMicros(ticks)).isEqualTo(floor(ticks, 1_000_000, 90_000));
    }

    @Test
    @Tag("CMAF-042")
    void audioFramesRescaleWithoutDrift() {
        Timescale cd = new Timescale(44_100);
        long ticks = cd.rescale(1024L * 1_000_000, Timescale.HZ_90000);

        assertThat(Timescale.HZ_90000.rescale(ticks, cd)).isEqualTo(1024L * 1_000_000);
    }

    @Test
    void aClockTicks() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Timescale(0)).withMessageContaining("0");
    }

    private static long floor(long value, long multiplier, long divisor) {
        BigInteger product = BigInteger.valueOf(value).multiply(BigInteger.valueOf(multiplier));
        BigInteger[] parts = product.divideAndRemainder(BigInteger.valueOf(divisor));
        return parts[0].subtract(parts[1].signum() < 0 ? BigInteger.ONE : BigInteger.ZERO)
                .longValueExact();
    }

    /** To the nearest, halves up. */
    private static long round(long value, long multiplier, long divisor) {
        BigInteger twice = BigInteger.valueOf(value)
                .multiply(BigInteger.valueOf(2 * multiplier))
                .add(BigInteger.valueOf(divisor));
        BigInteger[] parts = twice.divideAndRemainder(BigInteger.valueOf(2 * divisor));
        return parts[0].subtract(parts[1].signum() < 0 ? BigInteger.ONE : BigInteger.ZERO)
                .longValueExact();
    }
}
