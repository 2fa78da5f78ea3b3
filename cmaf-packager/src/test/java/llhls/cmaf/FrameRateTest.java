package llhls.cmaf;

import java.util.ArrayList;
import java.util.List;
import llhls.media.AccessUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FrameRateTest {

    @ParameterizedTest
    @CsvSource({
        "1, 3754, 23.98 fps", "1, 3750, 24 fps", "1, 3600, 25 fps", "1, 3003, 29.97 fps", "1, 3000, 30 fps",
        "1, 1800, 50 fps", "1, 1502, 59.94 fps", "1, 1500, 60 fps", "60, 180060, 30 fps", "60, 180180, 29.97 fps",
        "1, 6000, 15 fps"
    })
    void givenMeasuredTicks_whenNearAUsualRate_thenItIsThatRate(long count, long ticks, String rate) {
        assertThat(FrameRate.measured(count, ticks)).hasToString(rate);
    }

    @ParameterizedTest
    @CsvSource({"0, 3000", "1, 0", "1, -5", "1, 300", "1, 200000"})
    void givenImpossibleTicks_whenMeasured_thenThereIsNoRate(long count, long ticks) {
        assertThat(FrameRate.measured(count, ticks)).isNull();
    }

    @Test
    void givenVuiThatContradictsThePictures_whenProfiled_thenThePicturesWin() {
        LeadProfile profile = LeadProfile.of(pictures(61, 3600), 1500);

        assertThat(profile.rate()).hasToString("25 fps");
        assertThat(profile.gopTicks()).isEqualTo(30 * 3600);
    }

    @Test
    void givenVuiThatAgreesWithJitteredPictures_whenProfiled_thenItIsExact() {
        List<AccessUnit> units = new ArrayList<>();
        for (int i = 0; i < 31; i++) {
            units.add(picture((i * 3003L + 45) / 90 * 90, i % 30 == 0));
        }

        assertThat(LeadProfile.of(units, 3003).rate()).isEqualTo(new FrameRate(30_000, 1001));
        assertThat(LeadProfile.of(units, 0).rate()).isEqualTo(new FrameRate(30_000, 1001));
    }

    @Test
    void givenOnePicture_whenProfiled_thenTheRateIsAGuess() {
        assertThat(LeadProfile.of(pictures(1, 3000), 0).knowsRate()).isFalse();
        assertThat(LeadProfile.of(pictures(1, 3000), 1800).knowsRate()).isTrue();
    }

    private static List<AccessUnit> pictures(int count, int step) {
        List<AccessUnit> units = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            units.add(picture((long) i * step, i % 30 == 0));
        }
        return units;
    }

    private static AccessUnit picture(long ticks, boolean key) {
        return SimulatedEncoder.unit(1, ticks, ticks, key, false, 0);
    }
}
