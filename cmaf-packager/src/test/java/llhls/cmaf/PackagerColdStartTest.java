package llhls.cmaf;

import java.time.Duration;
import java.util.Random;
import llhls.media.AccessUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the first seconds of an encoder decide for the life of the stream. */
class PackagerColdStartTest {

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    @Tag("DEC-11")
    void givenAnEncoderThatSkipsMostFramesOfItsFirstSecond_whenPlanned_thenByItsUsualRate(long seed) {
        Random random = new Random(seed);
        long coldUntil = SimulatedEncoder.DEFAULT_START + 90_000;
        PackagerFixture f = new PackagerFixture(PackagerFixture.withParts(200));

        f.run(
                new SimulatedEncoder(seed)
                        .videoFormat(Formats.video())
                        .gop(30)
                        .only(unit -> audio(unit)
                                || unit.keyFrame()
                                || unit.ptsTicks() > coldUntil
                                || random.nextInt(4) == 0),
                14);

        assertThat(f.sink.plan().renditions().get(0).frameRateMilliHz()).isEqualTo(30_000);
        assertThat(f.sink.plan().partTargetMillis()).isEqualTo(214);
        PublishedRules.hold(f.sink);
    }

    @Test
    @Tag("DEC-11")
    void givenARegularEncoder_whenItsSecondKeyFrameComes_thenTheStreamStartsAtOnce() {
        PackagerFixture f = new PackagerFixture();

        f.run(new SimulatedEncoder().videoFormat(Formats.video()).gop(30), Duration.ofMillis(1100));

        assertThat(f.packager.state()).isEqualTo(Packager.State.LIVE);
    }

    private static boolean audio(AccessUnit unit) {
        return unit.track() == SimulatedEncoder.AUDIO;
    }
}
