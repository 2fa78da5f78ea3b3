package llhls.cmaf;

import llhls.media.time.Timescale;

/**
 * A run of media without a break of its time base, and how its three time lines relate: source (as received), media (as in
 * tfdt: source minus a whole number of seconds, so that it is exact in every timescale, CMAF-041), and playlist (cumulative
 * microseconds since the stream began).
 *
 * @param baseSeconds what media time lags behind source time
 * @param playlistOffsetMicros what playlist time is ahead of media time
 */
record Epoch(long baseSeconds, long playlistOffsetMicros) {

    private static final long FIRST_MEDIA_SECOND = 10; // room for audio that is earlier, nothing gets negative
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int HZ = 90_000;

    /** The epoch whose first picture is presented at {@code sourceTicks} and listed at {@code playlistMicros}. */
    static Epoch startingAt(long sourceTicks, long playlistMicros) {
        long base = Math.floorDiv(sourceTicks, HZ) - FIRST_MEDIA_SECOND;
        long mediaMicros = Timescale.HZ_90000.toMicros(sourceTicks - base * HZ);
        return new Epoch(base, playlistMicros - mediaMicros);
    }

    /** Media time of a source time, 90 kHz. */
    long mediaTicks(long sourceTicks) {
        return sourceTicks - baseSeconds * HZ;
    }

    /** Playlist time of a media time in {@code timescale}: boundaries are rounded down once, so that differences add up. */
    long playlistMicros(long mediaTicks, Timescale timescale) {
        return timescale.toMicros(mediaTicks) + playlistOffsetMicros;
    }

    /** Source microseconds of a media time in {@code timescale}. */
    long sourceMicros(long mediaTicks, Timescale timescale) {
        return timescale.toMicros(mediaTicks) + baseSeconds * MICROS_PER_SECOND;
    }
}
