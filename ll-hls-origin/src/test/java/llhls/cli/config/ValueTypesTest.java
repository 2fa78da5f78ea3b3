package llhls.cli.config;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ValueTypesTest {

    private static final ValueType<Duration> DURATION = ValueTypes.duration("200ms", "1h");
    private static final ValueType<Integer> SIZE = ValueTypes.size("16KiB", "16MiB");

    @ParameterizedTest
    @CsvSource({"200ms,200", "1.5s,1500", "2 s,2000", "2m,120000", "1h,3600000", "0.2s,200"})
    void durationsCarryTheirUnit(String text, long millis) throws Exception {
        assertThat(DURATION.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({
        "500,the unit is ms",
        "500 sec,the unit is ms",
        "1M,the unit is ms",
        "199ms,too low",
        "0s,too low",
        "61m,too high",
        "999999999h,too high",
        "'',''",
        "-1s,''",
        "1e3ms,''",
        "'1,5s',''",
        "fast,''",
        "99999999999s,''"
    })
    void givenNoDuration_whenParsed_thenTheHintSaysWhy(String text, String hint) {
        refused(DURATION, text, hint);
    }

    @ParameterizedTest
    @CsvSource({"16KiB,16384", "8MiB,8388608", "0.5MiB,524288", "65536B,65536", "16 MiB,16777216"})
    void sizesCarryTheirUnit(String text, int bytes) throws Exception {
        assertThat(SIZE.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"8MB,the unit is B", "65536,the unit is B", "1B,too low", "1GiB,too high"})
    void givenNoSize_whenParsed_thenTheHintSaysWhy(String text, String hint) {
        refused(SIZE, text, hint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "101", "-6", "6.0", "six", "", "06x", "99999999999999999999"})
    void givenNoWholeNumberInRange_whenParsed_thenItIsRefused(String text) {
        refused(ValueTypes.integer(6, 100), text, "");
    }

    @Test
    void givenAuto_whenParsed_thenItIsZero() throws Exception {
        assertThat(ValueTypes.integerOrAuto(1, 64).parse("auto")).isZero();
        assertThat(ValueTypes.integerOrAuto(1, 64).parse("64")).isEqualTo(64);
        refused(ValueTypes.integerOrAuto(1, 64), "0", "too low");
    }

    @Test
    void givenNoPowerOfTwo_whenParsed_thenTheNextOneIsNamed() throws Exception {
        assertThat(ValueTypes.powerOfTwo(64, 8192).parse("8192")).isEqualTo(8192);
        refused(ValueTypes.powerOfTwo(64, 8192), "1000", "the next one up is 1024");
    }

    @Test
    void choicesAreLowerCaseWithDashes() throws Exception {
        assertThat(ValueTypes.choice(TimeUnit.class).parse("seconds")).isEqualTo(TimeUnit.SECONDS);
        refused(ValueTypes.choice(TimeUnit.class), "SECONDS", "");
        assertThat(ValueTypes.choice(Thread.State.class).accepted()).contains("timed-waiting or terminated");
    }

    private static void refused(ValueType<?> type, String text, String hint) {
        assertThatExceptionOfType(BadValueException.class)
                .as(text)
                .isThrownBy(() -> type.parse(text))
                .satisfies(e -> assertThat(e.hint()).contains(hint));
    }
}
