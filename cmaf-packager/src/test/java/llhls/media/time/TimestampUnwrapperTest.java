package llhls.media.time;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class TimestampUnwrapperTest {

    private static final long WRAP = 1L << 33;
    private static final long MASK = WRAP - 1;
    private static final long SECOND = 90_000;

    private final TimestampUnwrapper unwrapper = new TimestampUnwrapper();

    @Test
    @Tag("TS-036")
    void theFirstTimestampIsTheReference() {
        assertThat(unwrapper.unwrapReference(MASK)).isEqualTo(MASK);
        assertThat(unwrapper.unwrapReference(0)).isEqualTo(WRAP);
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    @Tag("TS-036")
    @Tag("CMAF-038")
    void aClockThatRunsForDaysIsFollowedOverEveryWrap(long seed) {
        Random random = new Random(seed);
        long time = random.nextLong() & MASK;
        unwrapper.unwrapReference(time & MASK);
        for (int i = 0; i < 2_000; i++) {
            time += random.nextLong(3600 * SECOND) - 600 * SECOND;
            assertThat(unwrapper.unwrapReference(time & MASK)).isEqualTo(time);
        }
    }

    @Test
    @Tag("CMAF-040")
    void givenAudioASecondAheadOfTheVideosWrap_whenUnwrapped_thenBothAreOnOneBase() {
        long video = WRAP - SECOND / 2;
        unwrapper.unwrapReference(video);

        assertThat(unwrapper.unwrap((video + SECOND) & MASK)).isEqualTo(video + SECOND);
        assertThat(unwrapper.unwrapReference((video + 3000) & MASK)).isEqualTo(video + 3000);
        assertThat(unwrapper.unwrap((video + 2 * SECOND) & MASK)).isEqualTo(video + 2 * SECOND);
    }

    @Test
    @Tag("CMAF-040")
    void anUnwrappedTimeDoesNotMoveTheReference() {
        unwrapper.unwrapReference(0);
        unwrapper.unwrap(WRAP / 2 - 1);

        assertThat(unwrapper.unwrap(WRAP / 2 + SECOND)).isNegative();
    }
}
