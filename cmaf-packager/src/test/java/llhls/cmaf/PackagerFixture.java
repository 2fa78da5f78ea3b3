package llhls.cmaf;

import java.time.Duration;
import llhls.testing.ManualClock;

/** A packager with its sink in virtual time. */
final class PackagerFixture {

    final ManualClock clock = new ManualClock();
    final RecordingPartSink sink = new RecordingPartSink(clock::nanoTime);
    final Packager packager;

    PackagerFixture(PackagerConfig config, boolean predict) {
        packager = new Packager(config, sink, clock, predict);
    }

    PackagerFixture(PackagerConfig config) {
        this(config, true);
    }

    PackagerFixture() {
        this(PackagerConfig.defaults());
    }

    static PackagerConfig withParts(int millis) {
        PackagerConfig base = PackagerConfig.defaults();
        return new PackagerConfig(
                Duration.ofMillis(millis), base.segmentDuration(), base.reconnectWindow(), base.trackDiscovery());
    }

    PackagerFixture run(SimulatedEncoder encoder, int seconds) {
        return run(encoder, Duration.ofSeconds(seconds));
    }

    PackagerFixture run(SimulatedEncoder encoder, Duration duration) {
        encoder.run(packager, clock, duration);
        return this;
    }

    /** Lets time pass without media. */
    PackagerFixture idle(Duration duration) {
        long endNs = clock.nanoTime() + duration.toNanos();
        while (clock.nanoTime() < endNs) {
            clock.advance(Duration.ofMillis(10));
            packager.tick(clock.nanoTime());
        }
        return this;
    }

    long count(PackagerCounters.Event event) {
        return packager.events().get(event);
    }
}
