package llhls.ingest.ts;

import llhls.ingest.ts.ContinuityCounter.Verdict;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ContinuityCounterTest {

    private static final byte[] DISCONTINUITY = {(byte) 0x80};

    private final ContinuityCounter counter = new ContinuityCounter();
    private final TsPacketView view = new TsPacketView();

    @Test
    @Tag("TS-007")
    void givenPacketsInOrder_whenTheCounterWraps_thenThereIsNoGap() {
        for (int i = 14; i < 40; i++) {
            assertThat(payload(i & 15, i)).isEqualTo(Verdict.IN_ORDER);
        }
    }

    @Test
    @Tag("TS-007")
    void givenAPacketWithoutPayload_whenSeen_thenTheCounterStays() {
        payload(3, 1);
        view.wrap(TsBuilder.packet(0x100, false, 3, new byte[1], new byte[0]), 0);
        counter.withoutPayload(view);

        assertThat(payload(4, 2)).isEqualTo(Verdict.IN_ORDER);
    }

    @Test
    @Tag("TS-007")
    void givenARepeatedPacket_whenItsPayloadIsEqual_thenItIsADuplicateOnce() {
        payload(3, 1);

        assertThat(payload(3, 1)).isEqualTo(Verdict.DUPLICATE);
        assertThat(payload(3, 1)).isEqualTo(Verdict.GAP);
    }

    @Test
    @Tag("TS-007")
    void givenAnEqualCounter_whenThePayloadDiffers_thenFifteenPacketsOrMoreAreMissing() {
        payload(3, 1);

        assertThat(payload(3, 2)).isEqualTo(Verdict.GAP);
        assertThat(counter.lost()).isEqualTo(15);
    }

    @Test
    @Tag("TS-035")
    void givenAJump_whenJudged_thenTheMissingPacketsAreCounted() {
        payload(14, 1);

        assertThat(payload(2, 2)).isEqualTo(Verdict.GAP);
        assertThat(counter.lost()).isEqualTo(3);
    }

    @Test
    @Tag("TS-007")
    void givenDiscontinuityIndicator_whenTheCounterJumps_thenThatPacketIsInOrder() {
        payload(3, 1);
        view.wrap(TsBuilder.packet(0x100, false, 9, DISCONTINUITY, new byte[100]), 0);
        assertThat(counter.withPayload(view)).isEqualTo(Verdict.IN_ORDER);

        assertThat(payload(10, 2)).isEqualTo(Verdict.IN_ORDER);
        assertThat(payload(13, 3)).isEqualTo(Verdict.GAP);
    }

    @Test
    @Tag("TS-030")
    void givenLostSync_whenSixteenPacketsAreMissing_thenTheFittingCounterIsNotBelieved() {
        payload(3, 1);
        counter.suspect();

        assertThat(payload(4, 2)).isEqualTo(Verdict.GAP);
        assertThat(payload(5, 3)).isEqualTo(Verdict.IN_ORDER);
    }

    private Verdict payload(int cc, int content) {
        byte[] payload = new byte[184];
        payload[100] = (byte) content;
        view.wrap(TsBuilder.packet(0x100, false, cc, null, payload), 0);
        return counter.withPayload(view);
    }

    @Test
    @Tag("TS-030")
    void givenLostSync_whenTheNextPacketIndicatesADiscontinuity_thenBytesAreMissingAllTheSame() {
        payload(3, 1);
        counter.suspect();
        view.wrap(TsBuilder.packet(0x100, true, 9, DISCONTINUITY, new byte[100]), 0);

        assertThat(counter.withPayload(view)).isEqualTo(Verdict.GAP);
    }
}
