package llhls.origin.playlist;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The {@code _HLS_*} parameters of a playlist request (rfc8216bis §6.2.5). Parsing never fails: what cannot be read is {@link
 * #MALFORMED}, for the decision to judge, since an ended playlist ignores even nonsense.
 *
 * @param msn {@code _HLS_msn}, {@link #ABSENT} or {@link #MALFORMED}; what exceeds a long is Long.MAX_VALUE
 * @param part {@code _HLS_part}, likewise
 * @param skip whether a delta update is wanted
 */
public record DeliveryDirectives(long msn, long part, boolean skip) {

    public static final long ABSENT = -1;
    public static final long MALFORMED = -2;
    public static final DeliveryDirectives NONE = new DeliveryDirectives(ABSENT, ABSENT, false);

    private static final int MAX_DIGITS = 20;

    /** Reads decoded query parameters; all others, known or not, are ignored. */
    public static DeliveryDirectives parse(Map<String, ? extends Collection<String>> query) {
        if (query.isEmpty()) {
            return NONE;
        }
        return new DeliveryDirectives(
                position(values(query, "_HLS_msn")),
                position(values(query, "_HLS_part")),
                values(query, "_HLS_skip").stream().anyMatch(DeliveryDirectives::asksForDelta));
    }

    /** True when the request named a segment, well or badly: the answer may be cached for long (specs 3.4). */
    public boolean blocking() {
        return msn != ABSENT;
    }

    private static Collection<String> values(Map<String, ? extends Collection<String>> query, String name) {
        Collection<String> values = query.get(name);
        return values == null ? List.of() : values;
    }

    /** Dateranges are never skipped, so {@code v2} means {@code YES}; anything else is ignored. */
    private static boolean asksForDelta(String value) {
        return value.equals("YES") || value.equals("v2");
    }

    /** Repeats are fine when they agree. */
    private static long position(Collection<String> values) {
        long result = ABSENT;
        for (String value : values) {
            long number = number(value);
            if (number == MALFORMED || (result != ABSENT && result != number)) {
                return MALFORMED;
            }
            result = number;
        }
        return result;
    }

    /** A decimal-integer up to 2^64 - 1. */
    private static long number(String value) {
        boolean digits = !value.isEmpty()
                && value.length() <= MAX_DIGITS
                && value.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            return MALFORMED;
        }
        try {
            long unsigned = Long.parseUnsignedLong(value);
            return unsigned < 0 ? Long.MAX_VALUE : unsigned;
        } catch (NumberFormatException e) {
            return MALFORMED; // 20 digits above 2^64 - 1
        }
    }
}
