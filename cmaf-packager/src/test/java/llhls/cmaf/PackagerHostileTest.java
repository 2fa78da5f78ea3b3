package llhls.cmaf;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import llhls.media.AccessUnit;
import llhls.media.AudioFormat;
import llhls.media.MediaSink;
import llhls.testing.ManualClock;
import llhls.testing.Seeds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Sources that do whatever they like: nothing throws, and what is published keeps the rules. */
class PackagerHostileTest {

    private static final int STEPS = 10_000;

    static LongStream seeds() {
        return Seeds.fixedAndFresh();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Tag("CMAF-089")
    @Tag("CMAF-052")
    @Tag("CMAF-053")
    void givenAWildSource_whenItDoesAnything_thenNothingThrowsAndTheRulesHold(long seed) {
        Wild wild = new Wild(seed);
        for (int i = 0; i < STEPS; i++) {
            wild.step();
        }
        assertThat(wild.sink.parts).isPositive();
    }

    /** Mostly a plain source, with events in between that no plain source has. */
    private static final class Wild {
        private final Random random;
        private final ManualClock clock = new ManualClock();
        private final StrictPartSink sink = new StrictPartSink(true);
        private final Packager packager = new Packager(PackagerFixture.withParts(200), sink, clock);
        private MediaSink media;
        private long videoTicks;
        private long audioTicks;
        private int sinceKey;
        private int gop = 30;

        Wild(long seed) {
            random = new Random(seed);
            connect();
        }

        private void connect() {
            media = packager.connect();
            media.tracks(2);
            media.format(1, Formats.video(random.nextBoolean() ? 3000 : 0));
            media.format(2, Formats.audio48k());
            videoTicks = random.nextLong() >>> 20;
            audioTicks = videoTicks;
            sinceKey = 0;
        }

        void step() {
            clock.advance(Duration.ofMillis(33));
            packager.tick(clock.nanoTime());
            if (random.nextInt(100) > 0) {
                picture();
                audio();
            } else {
                event();
            }
        }

        private void picture() {
            boolean key = sinceKey % gop == 0;
            sinceKey++;
            videoTicks += random.nextInt(20) == 0 ? random.nextInt(6000) : 3000;
            media.accessUnit(unit(1, videoTicks, videoTicks - (random.nextInt(50) == 0 ? 3000 : 0), key));
        }

        private void audio() {
            while (audioTicks < videoTicks) {
                audioTicks += 1920;
                if (random.nextInt(200) > 0) {
                    media.accessUnit(unit(2, audioTicks, audioTicks, true));
                }
            }
        }

        private AccessUnit unit(int track, long pts, long dts, boolean key) {
            return SimulatedEncoder.unit(track, pts, dts, key, random.nextBoolean(), clock.nanoTime());
        }

        private void event() {
            switch (random.nextInt(16)) {
                case 0 -> media.newTimeBase();
                case 1 -> timeBase(random.nextLong() >>> 20);
                case 2 -> videoTicks += random.nextInt(900_000);
                case 3 -> videoTicks -= random.nextInt(90_000);
                case 4 -> audioTicks += random.nextInt(400_000) - 100_000;
                case 5 -> media.format(1, Formats.video(3000, Formats.hex("68efbc" + (10 + random.nextInt(80)))));
                case 6 -> media.format(2, random.nextBoolean() ? Formats.audio44k() : Formats.audio48k());
                case 7 -> media.end();
                case 8 -> connect();
                case 9 -> pause(random.nextInt(8_000));
                case 10 -> gop = 1 + random.nextInt(200);
                case 11 -> media.accessUnit(unit(random.nextInt(5), random.nextLong(), random.nextLong(), true));
                case 12 -> media.format(3, Formats.audio48k());
                case 13 -> media.format(2, new AudioFormat(Formats.hex("11B0"), "mp4a.40.2", 48_000, 6, 1024));
                case 14 -> pause(random.nextInt(20) == 0 ? 40_000 : 100);
                default ->
                    media.accessUnit(new AccessUnit(
                            1, videoTicks + 3000, videoTicks + 3000, true, false, 0, 0, new byte[0], 0, 0));
            }
        }

        private void timeBase(long ticks) {
            media.newTimeBase();
            videoTicks = ticks;
            audioTicks = ticks;
            sinceKey = 0;
        }

        private void pause(int millis) {
            for (int i = 0; i < millis; i += 10) {
                clock.advance(Duration.ofMillis(10));
                packager.tick(clock.nanoTime());
            }
            if (millis > 5_000) {
                connect();
            }
        }
    }
}
