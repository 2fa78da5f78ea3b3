package llhls.origin.playlist;

import java.util.List;

/**
 * Bit rates of a rendition or of renditions together, container included (rfc8216bis §4.1).
 *
 * @param peakBitsPerSecond highest rate over about one target duration
 * @param averageBitsPerSecond all bits over all time
 */
public record Bandwidth(long peakBitsPerSecond, long averageBitsPerSecond) {

    public static final Bandwidth NONE = new Bandwidth(0, 0);

    private static final int BITS_PER_BYTE = 8;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long HALF_SECOND_MICROS = 500_000;
    private static final long ROUNDING = 1_000;

    /** Size and duration of one segment. */
    public record Measured(long bytes, long micros) {}

    /**
     * Measures consecutive segments. The peak is taken over runs of 0.5 to 1.5 target durations plus half a second; when no
     * run is of that length, it is the average.
     */
    public static Bandwidth of(List<Measured> segments, int targetDurationSeconds) {
        long bytes = 0;
        long micros = 0;
        long peak = 0;
        for (int from = 0; from < segments.size(); from++) {
            bytes += segments.get(from).bytes();
            micros += segments.get(from).micros();
            peak = Math.max(peak, peakFrom(segments.subList(from, segments.size()), targetDurationSeconds));
        }
        long average = rate(bytes, micros);
        return new Bandwidth(Math.max(peak, average), average);
    }

    /** Variant and audio played together. */
    public Bandwidth plus(Bandwidth other) {
        return new Bandwidth(
                peakBitsPerSecond + other.peakBitsPerSecond, averageBitsPerSecond + other.averageBitsPerSecond);
    }

    /**
     * What to announce after measuring the first segments: 10 % above the peak, at least 20 % above the average, and 5 % above
     * the average, rounded up to 1000 (specs 4.2).
     */
    public Bandwidth announced() {
        long peak = Math.max(peakBitsPerSecond * 11 / 10, averageBitsPerSecond * 12 / 10);
        return new Bandwidth(roundUp(peak), roundUp(averageBitsPerSecond * 105 / 100));
    }

    private static long peakFrom(List<Measured> run, int targetDurationSeconds) {
        long shortest = targetDurationSeconds * MICROS_PER_SECOND / 2;
        long longest = 3 * shortest + HALF_SECOND_MICROS;
        long bytes = 0;
        long micros = 0;
        long peak = 0;
        for (Measured segment : run) {
            bytes += segment.bytes();
            micros += segment.micros();
            if (micros > longest) {
                return peak;
            }
            if (micros >= shortest) {
                peak = Math.max(peak, rate(bytes, micros));
            }
        }
        return peak;
    }

    private static long rate(long bytes, long micros) {
        return micros <= 0 ? 0 : bytes * BITS_PER_BYTE * MICROS_PER_SECOND / micros;
    }

    private static long roundUp(long bitsPerSecond) {
        return Math.max(1, (bitsPerSecond + ROUNDING - 1) / ROUNDING) * ROUNDING;
    }
}
