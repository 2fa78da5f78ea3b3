package llhls.origin.park;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ParkingLimitsTest {

    private final ParkingLimits limits = new ParkingLimits(2, 3, 4);
    private final InetSocketAddress one = new InetSocketAddress("10.0.0.1", 1);
    private final InetSocketAddress sibling = new InetSocketAddress("10.0.0.1", 2);
    private final InetSocketAddress other = new InetSocketAddress("10.0.0.2", 1);

    @Test
    void aConnectionMayHoldSoMany() {
        assertThat(limits.enter(one)).isTrue();
        assertThat(limits.enter(one)).isTrue();
        assertThat(limits.enter(one)).isFalse();

        limits.leave(one);

        assertThat(limits.enter(one)).isTrue();
        assertThat(limits.parked()).isEqualTo(2);
    }

    @Test
    void anAddressMayHoldSoMany() {
        limits.enter(one);
        limits.enter(one);
        limits.enter(sibling);

        assertThat(limits.enter(sibling)).isFalse();
        assertThat(limits.enter(other)).isTrue();
    }

    @Test
    void allTogetherMayHoldSoMany() {
        limits.enter(one);
        limits.enter(one);
        limits.enter(other);
        limits.enter(other);

        assertThat(limits.enter(sibling)).isFalse();
        assertThat(limits.parked()).isEqualTo(4);
    }

    @Test
    void aRefusalLeavesNothingBehind() {
        for (int i = 0; i < 100; i++) {
            limits.enter(one);
        }
        limits.leave(one);
        limits.leave(one);

        assertThat(limits.parked()).isZero();
        assertThat(limits.enter(sibling)).isTrue();
        assertThat(limits.enter(sibling)).isTrue();
        assertThat(limits.enter(one)).isTrue();
    }
}
