package llhls.media.io;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class PayloadPoolTest {

    private final PayloadPool pool = new PayloadPool(1456, 2);

    @Test
    void aReleasedPayloadIsUsedAgain() {
        Payload first = pool.take();
        first.release();

        assertThat(pool.take()).isSameAs(first);
        assertThat(pool.outstanding()).isOne();
    }

    @Test
    void givenAnEmptyPool_whenMoreIsTaken_thenItIsMadeAndTheSurplusIsNotKept() {
        Payload[] taken = {pool.take(), pool.take(), pool.take()};
        for (Payload payload : taken) {
            payload.release();
        }

        assertThat(pool.outstanding()).isZero();
        assertThat(pool.take()).isSameAs(taken[0]);
        assertThat(pool.take()).isSameAs(taken[1]);
        assertThat(pool.take()).isNotSameAs(taken[2]);
    }

    @Test
    void releasingTwiceIsABugAndSaysSo() {
        Payload payload = pool.take();
        payload.release();

        assertThatIllegalStateException().isThrownBy(payload::release);
    }
}
