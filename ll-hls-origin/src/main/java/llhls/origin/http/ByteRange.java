package llhls.origin.http;

import org.jspecify.annotations.Nullable;

/**
 * A part of a resource that a Range header asks for (RFC 9110 §14).
 *
 * @param first first byte
 * @param last last byte, inclusive; below {@code first} when the range cannot be satisfied
 */
record ByteRange(long first, long last) {

    private static final String UNIT = "bytes=";
    private static final ByteRange UNSATISFIABLE = new ByteRange(0, -1);
    private static final int MAX_DIGITS = 18;

    boolean satisfiable() {
        return last >= first;
    }

    long length() {
        return last - first + 1;
    }

    /** Null when {@code header} is no single byte range we can read: then it is ignored and the answer is whole. */
    static @Nullable ByteRange parse(@Nullable String header, long resourceLength) {
        if (header == null || !header.startsWith(UNIT)) {
            return null;
        }
        String range = header.substring(UNIT.length()).trim();
        int dash = range.indexOf('-');
        if (dash < 0) {
            return null;
        }
        String from = range.substring(0, dash);
        String to = range.substring(dash + 1);
        if (!isNumber(from) || !isNumber(to) || (from.isEmpty() && to.isEmpty())) {
            return null;
        }
        return from.isEmpty() ? suffix(number(to), resourceLength) : between(number(from), to, resourceLength);
    }

    private static ByteRange suffix(long length, long resourceLength) {
        return length == 0 ? UNSATISFIABLE : new ByteRange(Math.max(0, resourceLength - length), resourceLength - 1);
    }

    private static @Nullable ByteRange between(long first, String to, long resourceLength) {
        long last = to.isEmpty() ? Long.MAX_VALUE : number(to);
        if (last < first) {
            return null;
        }
        return first >= resourceLength ? UNSATISFIABLE : new ByteRange(first, Math.min(last, resourceLength - 1));
    }

    /** Empty counts as one, for open ends. */
    private static boolean isNumber(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** What exceeds 18 digits is more than any resource has. */
    private static long number(String digits) {
        return digits.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
    }
}
