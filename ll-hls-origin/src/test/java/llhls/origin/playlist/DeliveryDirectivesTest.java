package llhls.origin.playlist;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DeliveryDirectivesTest {

    @Test
    void givenNoQuery_thenNothingIsAsked() {
        assertThat(DeliveryDirectives.parse(Map.of())).isEqualTo(DeliveryDirectives.NONE);
    }

    @Test
    @Tag("LL-093")
    void givenAllThree_thenAllAreRead() {
        DeliveryDirectives read = DeliveryDirectives.parse(
                Map.of("_HLS_skip", List.of("YES"), "_HLS_part", List.of("3"), "_HLS_msn", List.of("1210")));

        assertThat(read).isEqualTo(new DeliveryDirectives(1210, 3, true));
    }

    @ParameterizedTest
    @Tag("LL-074")
    @ValueSource(
            strings = {
                "",
                "-1",
                "+1",
                "1.5",
                "abc",
                " 1",
                "1 ",
                "0x10",
                "18446744073709551616",
                "99999999999999999999",
                "000000000000000000001",
                "1e3",
                "\u0661",
                "YES"
            })
    void givenNoDecimalInteger_thenItIsMalformed(String value) {
        assertThat(DeliveryDirectives.parse(Map.of("_HLS_msn", List.of(value))).msn())
                .isEqualTo(DeliveryDirectives.MALFORMED);
        assertThat(DeliveryDirectives.parse(Map.of("_HLS_part", List.of(value))).part())
                .isEqualTo(DeliveryDirectives.MALFORMED);
    }

    @Test
    @Tag("LL-074")
    void givenTheLargestInteger_thenItIsReadAsVeryFar() {
        assertThat(DeliveryDirectives.parse(Map.of("_HLS_msn", List.of("18446744073709551615")))
                        .msn())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    @Tag("LL-074")
    void givenRepeats_thenEqualOnesCountOnceAndOthersAreMalformed() {
        assertThat(DeliveryDirectives.parse(Map.of("_HLS_msn", List.of("7", "7")))
                        .msn())
                .isEqualTo(7);
        assertThat(DeliveryDirectives.parse(Map.of("_HLS_msn", List.of("7", "8")))
                        .msn())
                .isEqualTo(DeliveryDirectives.MALFORMED);
        assertThat(DeliveryDirectives.parse(Map.of("_HLS_msn", List.of("7", "")))
                        .msn())
                .isEqualTo(DeliveryDirectives.MALFORMED);
    }

    @ParameterizedTest
    @Tag("LL-105")
    @ValueSource(strings = {"NO", "yes", "v3", "", "YES "})
    void givenAnUnknownSkip_thenNoDelta(String value) {
        assertThat(DeliveryDirectives.parse(Map.of("_HLS_skip", List.of(value))).skip())
                .isFalse();
    }

    @ParameterizedTest
    @Tag("LL-105")
    @ValueSource(strings = {"YES", "v2"})
    void givenAKnownSkip_thenADelta(String value) {
        assertThat(DeliveryDirectives.parse(Map.of("_HLS_skip", List.of(value))).skip())
                .isTrue();
    }

    @Test
    @Tag("LL-092")
    void givenForeignParameters_thenTheyAreIgnored() {
        assertThat(DeliveryDirectives.parse(Map.of(
                        "_HLS_push", List.of("1"), "tok", List.of("abc"), "_HLS_MSN", List.of("x"), "", List.of())))
                .isEqualTo(DeliveryDirectives.NONE);
    }

    @ParameterizedTest
    @Tag("LL-074")
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    void whateverIsSent_everyValueIsANumberAbsentOrMalformed(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            check(List.of(noise(random)), new ArrayList<>(List.of(noise(random), noise(random))));
        }
    }

    @FuzzTest
    void anyQueryIsRead(FuzzedDataProvider data) {
        check(List.of(data.consumeString(40)), List.of(data.consumeString(40), data.consumeString(40)));
    }

    private static void check(List<String> msn, List<String> part) {
        DeliveryDirectives read = DeliveryDirectives.parse(Map.of("_HLS_msn", msn, "_HLS_part", part));
        assertThat(read.msn()).isGreaterThanOrEqualTo(DeliveryDirectives.MALFORMED);
        assertThat(read.part()).isGreaterThanOrEqualTo(DeliveryDirectives.MALFORMED);
    }

    private static String noise(Random random) {
        String alphabet = "0123456789-+.eE \u0000%&=YESv2\u00e9";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(24); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
