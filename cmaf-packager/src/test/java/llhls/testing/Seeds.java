package llhls.testing;

import java.util.stream.LongStream;

/** Seeds for property tests: fixed ones first, then fresh ones, which a failing test prints as its argument. */
public final class Seeds {

    private static final long FIXED = 12;
    private static final long FRESH = 4;

    private Seeds() {}

    public static LongStream fixedAndFresh() {
        long base = new java.security.SecureRandom().nextLong() >>> 16;
        return LongStream.concat(LongStream.range(0, FIXED), LongStream.range(base, base + FRESH));
    }
}
