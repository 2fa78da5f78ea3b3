package llhls.testing;

import java.security.SecureRandom;
import java.util.stream.LongStream;

/**
 * Seeds for property tests: fixed ones, seeds that once failed, and fresh ones, which a failing test prints as its argument.
 * {@code -Dllhls.seeds=500} draws that many fresh ones. With {@code CI} in the environment there are none: a build that
 * decides over a change must give the same answer twice.
 */
public final class Seeds {

    private static final long FIXED = 12;
    private static final int FRESH = System.getenv("CI") == null ? 4 : 0;

    private Seeds() {}

    public static LongStream fixedAndFresh() {
        long base = new SecureRandom().nextLong() >>> 16;
        int fresh = Integer.getInteger("llhls.seeds", FRESH);
        return LongStream.concat(LongStream.range(0, FIXED), LongStream.range(base, base + fresh));
    }
}
