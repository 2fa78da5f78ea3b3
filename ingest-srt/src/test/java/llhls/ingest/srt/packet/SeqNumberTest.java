package llhls.ingest.srt.packet;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("SRT-004")
class SeqNumberTest {

    @Test
    void givenTheLastNumber_whenCountingOn_thenZeroFollows() {
        assertThat(SeqNumber.next(SeqNumber.MAX)).isZero();
        assertThat(SeqNumber.previous(0)).isEqualTo(SeqNumber.MAX);
        assertThat(SeqNumber.plus(SeqNumber.MAX - 1, 5)).isEqualTo(3);
        assertThat(SeqNumber.plus(3, -5)).isEqualTo(SeqNumber.MAX - 1);
    }

    @Test
    void givenNumbersAroundTheWrap_whenComparing_thenOrderIsThatOfSending() {
        assertThat(SeqNumber.distance(SeqNumber.MAX, 0)).isEqualTo(1);
        assertThat(SeqNumber.distance(2, SeqNumber.MAX - 2)).isEqualTo(-5);
        assertThat(SeqNumber.isBefore(SeqNumber.MAX - 10, 5)).isTrue();
        assertThat(SeqNumber.isBefore(5, SeqNumber.MAX - 10)).isFalse();
        assertThat(SeqNumber.isBefore(7, 7)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    void distanceUndoesPlus(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            int from = random.nextInt() & SeqNumber.MAX;
            int by = random.nextInt(1 << 30) - (1 << 29);
            assertThat(SeqNumber.distance(from, SeqNumber.plus(from, by))).isEqualTo(by);
        }
    }
}
