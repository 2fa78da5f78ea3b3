package llhls.ingest.srt.protocol;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Cookies, socket ids, rate limits, rejection texts. */
class SmallPartsTest {

    private static final long SECOND = 1_000_000_000;

    @Test
    @Tag("SRT-055")
    void givenARetiredId_whenAMinuteHasNotPassed_thenItIsNotUsedAgain() {
        SocketIds ids = new SocketIds(new Random() {
            private int calls;

            @Override
            public int nextInt(int origin, int bound) {
                return origin + calls++ / 3; // every id comes up three times
            }
        });
        int first = ids.take(0);
        int second = ids.take(0);
        ids.retire(first, 0);
        assertThat(ids.take(59 * SECOND)).isNotIn(first, second);
        assertThat(first).isBetween(1, 0x3FFF_FFFF);
    }

    @Test
    @Tag("SRT-055")
    void givenRandomIds_whenTaken_thenTheyAreNeverGroupIdsNorZero() {
        SocketIds ids = new SocketIds(new Random(4));
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            int id = ids.take(0);
            assertThat(id).isBetween(1, 0x3FFF_FFFF);
            assertThat(seen.add(id)).isTrue();
        }
    }

    @Test
    @Tag("SRT-013")
    @Tag("SRT-014")
    void givenTwoSecretsOrSources_whenMakingCookies_thenTheyDiffer() throws Exception {
        InetSocketAddress a = new InetSocketAddress(InetAddress.getByAddress(new byte[] {1, 2, 3, 4}), 5);
        InetSocketAddress b = new InetSocketAddress(InetAddress.getByAddress(new byte[16]), 5);
        Cookies one = new Cookies(new byte[32]);
        byte[] otherSecret = new byte[32];
        otherSecret[0] = 1;

        assertThat(one.cookie(a, 9000, 0)).isEqualTo(one.cookie(a, 9000, 59 * SECOND));
        assertThat(one.cookie(a, 9000, 0)).isNotEqualTo(one.cookie(a, 9001, 0));
        assertThat(one.cookie(a, 9000, 0)).isNotEqualTo(one.cookie(b, 9000, 0));
        assertThat(one.cookie(a, 9000, 0)).isNotEqualTo(new Cookies(otherSecret).cookie(a, 9000, 0));
        assertThat(one.matches(one.cookie(a, 9000, -10 * SECOND), a, 9000, 10 * SECOND))
                .isTrue();
        assertThat(one.matches(one.cookie(a, 9000, 0), a, 9000, 121 * SECOND)).isFalse();
    }

    @Test
    @Tag("SRT-077")
    void givenARateLimit_whenEventsComeFaster_thenTheBurstAndTheRateAreAllowed() {
        RateLimit limit = new RateLimit(10, 5);
        int allowed = 0;
        for (int ms = 0; ms < 2_000; ms++) {
            allowed += limit.allows(ms * 1_000_000L) ? 1 : 0;
        }
        assertThat(allowed).isBetween(24, 25);
    }

    @Test
    @Tag("SRT-068")
    void givenACode_whenDescribed_thenItIsReadable() {
        assertThat(Rejection.describe(2409)).isEqualTo("the stream is already being published (2409)");
        assertThat(Rejection.describe(3777)).isEqualTo("the server's own reason (3777)");
        assertThat(Rejection.describe(1999)).isEqualTo("unknown reason (1999)");
        assertThat(Rejection.of(1011)).contains(Rejection.UNSECURE);
    }
}
