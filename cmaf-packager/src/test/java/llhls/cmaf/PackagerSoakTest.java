package llhls.cmaf;

import java.time.Duration;
import llhls.testing.ManualClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Days of media in virtual time. */
class PackagerSoakTest {

    @Test
    @Tag("CMAF-036")
    @Tag("CMAF-038")
    void givenOneDayAt2997WithLossesAcrossTheWrap_whenCut_thenNothingAccumulates() {
        ManualClock clock = new ManualClock();
        StrictPartSink sink = new StrictPartSink(false);
        Packager packager = new Packager(PackagerConfig.defaults(), sink, clock);
        SimulatedEncoder encoder = new SimulatedEncoder()
                .rate(30_000, 1001)
                .loss(0.001)
                .startingAt((1L << 33) - 3_600L * 90_000)
                .tickEvery(Duration.ofMillis(500));

        encoder.run(packager, clock, Duration.ofHours(24));

        assertThat(sink.discontinuities).isEqualTo(2);
        assertThat(sink.gaps).isZero();
        assertThat(sink.segments).isBetween(2 * 43_000L, 2 * 43_300L);
    }

    @Test
    @Tag("CMAF-036")
    @Tag("CMAF-043")
    void givenTwoHoursOf5994With44100HzInMilliseconds_whenCut_thenNothingAccumulates() {
        ManualClock clock = new ManualClock();
        StrictPartSink sink = new StrictPartSink(false);
        Packager packager = new Packager(PackagerFixture.withParts(200), sink, clock);
        SimulatedEncoder encoder = new SimulatedEncoder()
                .rate(60_000, 1001)
                .gop(120)
                .milliseconds(1)
                .audio(Formats.audio44k())
                .tickEvery(Duration.ofMillis(500));

        encoder.run(packager, clock, Duration.ofHours(2));

        assertThat(sink.discontinuities).isEqualTo(2);
        assertThat(sink.gaps).isZero();
        assertThat(packager.counters().get("audio-gap-filled")).isEqualTo(0L);
        assertThat(packager.counters().get("forced-cuts")).isEqualTo(0L);
    }
}
