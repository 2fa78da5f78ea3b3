package llhls.cli.push;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FrameClockTest {

    @ParameterizedTest
    @ValueSource(ints = {25, 30})
    void everyFrameIsTheNewestFromItsDueTimeOn(int framesPerSecond) {
        FrameClock clock = new FrameClock(12_345, framesPerSecond);
        for (long frame = 0; frame < 2_000; frame++) {
            assertThat(clock.newestDue(clock.dueNs(frame))).isEqualTo(frame);
            assertThat(clock.newestDue(clock.dueNs(frame) - 1)).isEqualTo(frame - 1);
        }
    }

    @Test
    void givenADayOfFrames_whenAsked_thenTheMediaTimeHasNotDrifted() {
        FrameClock clock = new FrameClock(0, 30);
        long day = 24L * 3_600 * 30;

        assertThat(clock.dueNs(day)).isEqualTo(86_400_000_000_000L);
        assertThat(clock.ticks(day)).isEqualTo(86_400L * 90_000);
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    void theNewestFrameIsDueAndTheNextIsNot(long seed) {
        Random random = new Random(seed);
        FrameClock clock = new FrameClock(random.nextLong() >> 8, random.nextBoolean() ? 25 : 30);
        for (int i = 0; i < 1_000; i++) {
            long nowNs = clock.startNs() + (random.nextLong() >>> 16);
            long frame = clock.newestDue(nowNs);

            assertThat(clock.dueNs(frame)).isLessThanOrEqualTo(nowNs);
            assertThat(clock.dueNs(frame + 1)).isGreaterThan(nowNs);
        }
    }
}
