package llhls.tests;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** What a viewer of the watch page met: the page's own figures, taken again and again while it played. */
final class Viewing {

    /** Playback may need a moment to reach its distance from the live edge. */
    private static final double SETTLED_SECONDS = 5;

    /** @param latency seconds behind the live edge, NaN while unknown; {@code pdtLatency} the same by program date-time */
    record Stats(
            String state,
            double latency,
            double pdtLatency,
            double currentTime,
            long stalls,
            List<?> errors,
            Map<String, Object> all) {}

    private final List<Stats> settled;

    private Viewing(List<Stats> settled) {
        this.settled = settled;
    }

    /** Watches until {@code seconds} of media were played after the first picture. */
    static Viewing of(Chromium browser, double seconds) {
        double start = Wait.until("playback starts", () -> {
                    Stats now = stats(browser);
                    assertThat(now.state()).as("%s", now.all()).isEqualTo("playing");
                    return Optional.of(now);
                })
                .currentTime();
        List<Stats> settled = new ArrayList<>();
        Wait.untilTrue(seconds + " s are played", () -> {
            Stats now = stats(browser);
            if (now.currentTime() > start + SETTLED_SECONDS) {
                settled.add(now);
            }
            return now.currentTime() > start + seconds;
        });
        return new Viewing(settled);
    }

    static Stats stats(Chromium browser) {
        Map<String, Object> all = browser.object("return llhlsStats()");
        return new Stats(
                all.get("state").toString(),
                number(all.get("latency")),
                number(all.get("pdtLatency")),
                number(all.get("currentTime")),
                (long) number(all.get("stalls")),
                (List<?>) all.get("errors"),
                all);
    }

    private static double number(Object value) {
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** No stall, no error, and never further behind than {@code latencySeconds}, by either way of measuring. */
    void assertFlawless(double latencySeconds) {
        Stats last = settled.get(settled.size() - 1);
        assertThat(last.stalls()).as("stalls: %s", last.all()).isZero();
        assertThat(last.errors()).as("errors: %s", last.all()).isEmpty();
        assertThat(settled).allSatisfy(stats -> {
            assertThat(stats.latency()).as("%s", stats.all()).isLessThan(latencySeconds);
            assertThat(stats.pdtLatency()).as("%s", stats.all()).isLessThan(latencySeconds);
        });
    }
}
