package llhls.cmaf;

import java.time.Duration;

/**
 * How a stream is cut. Ranges are those of the configuration keys of the same names (DEC-17).
 *
 * @param partDuration wanted duration of a part, 200 ms to 2 s
 * @param segmentDuration wanted duration of a segment, 1 s to 6 s
 * @param reconnectWindow how long a stream waits for its publisher to come back
 * @param trackDiscovery how long to wait for announced tracks after the first media
 */
public record PackagerConfig(
        Duration partDuration, Duration segmentDuration, Duration reconnectWindow, Duration trackDiscovery) {

    public PackagerConfig {
        check("part-duration", partDuration, Duration.ofMillis(200), Duration.ofSeconds(2));
        check("segment-duration", segmentDuration, Duration.ofSeconds(1), Duration.ofSeconds(6));
        check("reconnect-window", reconnectWindow, Duration.ZERO, Duration.ofHours(1));
        check("track-discovery", trackDiscovery, Duration.ofMillis(100), Duration.ofSeconds(10));
        if (partDuration.compareTo(segmentDuration) > 0) {
            throw new IllegalArgumentException("part-duration=" + millis(partDuration)
                    + " is longer than segment-duration=" + millis(segmentDuration) + ": lower part-duration");
        }
    }

    /** Parts of 500 ms, segments of 2 s, 30 s to reconnect, 1.5 s to find the tracks. */
    public static PackagerConfig defaults() {
        return new PackagerConfig(
                Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofMillis(1500));
    }

    private static void check(String key, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0) {
            throw new IllegalArgumentException(
                    key + "=" + millis(value) + " is below " + millis(min) + ": raise " + key);
        }
        if (value.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    key + "=" + millis(value) + " is above " + millis(max) + ": lower " + key);
        }
    }

    private static String millis(Duration duration) {
        return duration.toMillis() + "ms";
    }
}
