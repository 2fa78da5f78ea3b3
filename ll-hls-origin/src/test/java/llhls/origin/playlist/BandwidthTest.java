package llhls.origin.playlist;

import java.util.List;
import llhls.origin.playlist.Bandwidth.Measured;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BandwidthTest {

    @Test
    @Tag("LL-138")
    void averageIsAllBitsOverAllTime() {
        Bandwidth measured =
                Bandwidth.of(List.of(new Measured(250_000, 2_000_000), new Measured(750_000, 2_000_000)), 2);

        assertThat(measured.averageBitsPerSecond()).isEqualTo(2_000_000);
        assertThat(measured.peakBitsPerSecond()).isEqualTo(3_000_000);
    }

    @Test
    void runsShorterThanHalfATargetDurationAreJoined() {
        Bandwidth measured =
                Bandwidth.of(List.of(new Measured(1_000_000, 500_000), new Measured(125_000, 1_000_000)), 2);

        // alone the first would be 16 Mbit/s; together they last 1.5 s
        assertThat(measured.peakBitsPerSecond()).isEqualTo(6_000_000);
    }

    @Test
    void runsLongerThanThreeHalvesAndAHalfSecondDoNotCount() {
        Bandwidth measured = Bandwidth.of(List.of(new Measured(1_000_000, 4_000_000)), 2);

        assertThat(measured.peakBitsPerSecond()).isEqualTo(measured.averageBitsPerSecond());
    }

    @Test
    @Tag("LL-140")
    void whatIsAnnouncedLeavesRoomAndIsRounded() {
        assertThat(new Bandwidth(1_000_001, 1_000_000).announced()).isEqualTo(new Bandwidth(1_200_000, 1_050_000));
        assertThat(new Bandwidth(2_000_001, 1_000_000).announced()).isEqualTo(new Bandwidth(2_201_000, 1_050_000));
    }

    @Test
    void nothingMeasuredStillGivesAPositiveNumber() {
        assertThat(Bandwidth.of(List.of(), 2).announced()).isEqualTo(new Bandwidth(1_000, 1_000));
        assertThat(Bandwidth.of(List.of(new Measured(5, 0)), 2).averageBitsPerSecond())
                .isZero();
    }
}
