package llhls.ingest.srt.protocol;

import llhls.ingest.srt.packet.AckPacket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AcknowledgerTest {

    private static final long MS = 1_000_000;
    private static final AckPacket.Report REPORT = new AckPacket.Report(1, 1, 100, 1, 1, 1);

    private final RttEstimator rtt = new RttEstimator();
    private final Acknowledger acknowledger = new Acknowledger(100, rtt);

    @Test
    @Tag("SRT-036")
    void givenConfirmations_whenMeasuring_thenTheFirstCountsInFullAndTheRestIsSmoothed() {
        ackAndConfirm(101, 40);
        assertThat(rtt.rttMicros()).isEqualTo(40_000);
        assertThat(rtt.varMicros()).isEqualTo(20_000);

        ackAndConfirm(102, 48);
        assertThat(rtt.varMicros()).as("variation first: (3*20 + 8)/4").isEqualTo(17_000);
        assertThat(rtt.rttMicros()).as("(7*40 + 48)/8").isEqualTo(41_000);
        assertThat(rtt.minMicros()).isEqualTo(40_000);
    }

    private void ackAndConfirm(int position, long tripMs) {
        AckPacket ack = acknowledger.full(position, REPORT, 0);
        acknowledger.onAckAck(ack.number(), tripMs * MS);
    }

    @Test
    @Tag("SRT-035")
    @Tag("SRT-094")
    void givenMoreAcksThanAreRemembered_whenConfirmed_thenOnlyTheLast1024Count() {
        for (int i = 1; i <= 1500; i++) {
            assertThat(acknowledger.full(100 + i, REPORT, i * MS).number()).isEqualTo(i);
        }

        assertThat(acknowledger.onAckAck(400, 2000 * MS)).isEqualTo(-1);
        assertThat(acknowledger.onAckAck(1600, 2000 * MS)).isEqualTo(-1);
        assertThat(acknowledger.onAckAck(0, 2000 * MS)).isEqualTo(-1);
        assertThat(acknowledger.onAckAck(1000, 2000 * MS)).isEqualTo(1_000_000);
        assertThat(acknowledger.onAckAck(1000, 2001 * MS)).as("once").isEqualTo(-1);
        assertThat(acknowledger.onAckAck(999, 2001 * MS)).as("older").isEqualTo(-1);
    }

    @Test
    @Tag("SRT-032")
    @Tag("SRT-033")
    void givenAConfirmedPosition_whenNothingIsNew_thenNoAckIsDue() {
        assertThat(acknowledger.isDue(100, 0)).isFalse();
        assertThat(acknowledger.isDue(101, 0)).isTrue();
        acknowledger.full(101, REPORT, 0);
        assertThat(acknowledger.isDue(101, 299 * MS)).isFalse();
        assertThat(acknowledger.isDue(101, 300 * MS)).isTrue();
        assertThat(acknowledger.isDue(102, 1 * MS)).isTrue();
        acknowledger.onAckAck(1, 10 * MS);
        assertThat(acknowledger.isDue(101, 5_000 * MS)).isFalse();
    }
}
