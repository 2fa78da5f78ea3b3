package llhls.origin.playlist;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TagsTest {

    @ParameterizedTest
    @Tag("LL-004")
    @CsvSource({"0,0.000000", "1,0.000001", "500500,0.500500", "2002000,2.002000", "3600000000,3600.000000"})
    void secondsHaveSixDecimals(long micros, String text) {
        assertThat(seconds(micros)).isEqualTo(text);
    }

    @ParameterizedTest
    @Tag("LL-004")
    @ValueSource(strings = {"de-DE", "ar-EG", "hi-IN-u-nu-deva", "fa-IR"})
    void givenAnyLocale_thenNumbersAndDatesAreAscii(String tag) {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(tag));
        try {
            assertThat(seconds(1_234_567)).isEqualTo("1.234567");
            assertThat(thousandths(29_970)).isEqualTo("29.970");
            assertThat(date(1_772_444_402_400_000L)).isEqualTo("2026-03-02T09:40:02.400Z");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @Tag("LL-004")
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    void everyDecimalIsADecimalFloatingPoint(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            long micros = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(60);
            assertThat(seconds(micros)).matches("[0-9]+\\.[0-9]{6}");
        }
    }

    @Test
    @Tag("LL-152")
    void datesAlwaysHaveThreeDecimalsAndZ() {
        assertThat(date(0)).isEqualTo("1970-01-01T00:00:00.000Z");
        assertThat(date(1_772_444_402_000_499L)).isEqualTo("2026-03-02T09:40:02.000Z");
        assertThat(date(1_772_444_402_000_500L)).isEqualTo("2026-03-02T09:40:02.001Z");
    }

    private static String seconds(long micros) {
        StringBuilder out = new StringBuilder();
        Tags.seconds(out, micros);
        return out.toString();
    }

    private static String thousandths(long value) {
        StringBuilder out = new StringBuilder();
        Tags.thousandths(out, value);
        return out.toString();
    }

    private static String date(long micros) {
        StringBuilder out = new StringBuilder();
        Tags.date(out, micros);
        return out.toString();
    }
}
