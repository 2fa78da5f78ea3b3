package llhls.origin.playlist;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Values as playlists write them: no locale, no exponent, no sign (rfc8216bis §4.2). */
final class Tags {

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_MILLI = 1_000;
    private static final int MILLIS_PER_UNIT = 1_000;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", java.util.Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Tags() {}

    /** Six decimals. Boundaries were rounded to microseconds once, so parts add up to their segment exactly. */
    static void seconds(StringBuilder out, long micros) {
        out.append(micros / MICROS_PER_SECOND).append('.');
        String fraction = Long.toString(MICROS_PER_SECOND + micros % MICROS_PER_SECOND);
        out.append(fraction, 1, fraction.length());
    }

    /** Thousandths with three decimals: seconds of milliseconds, hertz of millihertz. */
    static void thousandths(StringBuilder out, long value) {
        out.append(value / MILLIS_PER_UNIT).append('.');
        String fraction = Long.toString(MILLIS_PER_UNIT + value % MILLIS_PER_UNIT);
        out.append(fraction, 1, fraction.length());
    }

    /** ISO 8601 in UTC with milliseconds, the nearest one, always three digits. */
    static void date(StringBuilder out, long unixMicros) {
        long millis = Math.floorDiv(unixMicros + MICROS_PER_MILLI / 2, MICROS_PER_MILLI);
        DATE.formatTo(Instant.ofEpochMilli(millis), out);
    }
}
