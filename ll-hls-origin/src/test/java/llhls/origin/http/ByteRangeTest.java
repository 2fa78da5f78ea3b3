package llhls.origin.http;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class ByteRangeTest {

    @Test
    @Tag("LL-118")
    void numbersBeyondALongAreTheEnd() {
        assertThat(ByteRange.parse("bytes=5-99999999999999999999999", 10)).isEqualTo(new ByteRange(5, 9));
        assertThat(ByteRange.parse("bytes=99999999999999999999999-", 10)).matches(range -> !range.satisfiable());
        assertThat(ByteRange.parse("bytes=-99999999999999999999999", 10)).isEqualTo(new ByteRange(0, 9));
    }

    @Test
    @Tag("LL-118")
    void nothingCanBeTakenFromAnEmptyResource() {
        assertThat(ByteRange.parse("bytes=0-", 0)).matches(range -> !range.satisfiable());
        assertThat(ByteRange.parse("bytes=-1", 0)).matches(range -> !range.satisfiable());
        assertThat(ByteRange.parse("bytes=-0", 10)).matches(range -> !range.satisfiable());
    }

    @ParameterizedTest
    @Tag("LL-118")
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    void whateverIsAskedStaysInsideTheResource(long seed) {
        Random random = new Random(seed);
        String alphabet = "0123456789-, =bytesx";
        for (int i = 0; i < 1_000; i++) {
            StringBuilder header = new StringBuilder(random.nextInt(8) == 0 ? "" : "bytes=");
            for (int n = random.nextInt(24); n > 0; n--) {
                header.append(alphabet.charAt(random.nextInt(random.nextInt(6) == 0 ? alphabet.length() : 11)));
            }
            check(header.toString(), random.nextInt(2_000));
        }
    }

    @FuzzTest
    void anyHeaderIsRead(FuzzedDataProvider data) {
        int length = data.consumeInt(0, 1_000_000);
        check("bytes=" + data.consumeRemainingAsString(), length);
    }

    private static void check(String header, long length) {
        ByteRange range = ByteRange.parse(header, length);
        if (range != null && range.satisfiable()) {
            assertThat(range.first()).as(header).isBetween(0L, length - 1);
            assertThat(range.last()).as(header).isBetween(range.first(), length - 1);
            assertThat(range.length()).isPositive();
        }
    }
}
