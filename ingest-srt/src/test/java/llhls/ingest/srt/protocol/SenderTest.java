package llhls.ingest.srt.protocol;

import java.util.List;
import java.util.stream.LongStream;
import llhls.ingest.srt.packet.AckPacket;
import llhls.ingest.srt.packet.ControlType;
import llhls.ingest.srt.packet.DropReqPacket;
import llhls.ingest.srt.packet.LossList;
import llhls.ingest.srt.packet.NakPacket;
import llhls.ingest.srt.packet.PacketView;
import llhls.ingest.srt.packet.PacketWriter;
import llhls.ingest.srt.packet.SrtPacket;
import llhls.media.MalformedMediaException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The sending half, on a clean link where the receiver can be told to misbehave. */
class SenderTest {

    private static final long MS = VirtualLink.MS;
    private static final int ISN = 1000;

    private final VirtualLink link = new VirtualLink(1, VirtualLink.Conditions.clean(10 * MS), 0);
    private final Pair pair = new Pair(link, Pair.Setup.plain());
    private final PacketView view = new PacketView();

    private void toSender(SrtPacket packet) {
        PacketWriter writer = new PacketWriter();
        packet.write(writer, new PacketWriter.Addressing(0, 11));
        byte[] datagram = writer.toByteArray();
        view.wrap(datagram, datagram.length);
        pair.sender.onPacket(view, link.nowNs);
    }

    private void lose(boolean everything) {
        link.conditions = new VirtualLink.Conditions(everything ? 1 : 0, 0, 0, 10 * MS);
    }

    private static AckPacket ack(int next, int window) {
        return AckPacket.full(1, next, new AckPacket.Report(20_000, 1_000, window, 1, 1, 1));
    }

    private List<PacketView> dataSent() {
        return pair.toReceiver.stream()
                .filter(d -> d[0] >= 0)
                .map(d -> {
                    PacketView data = new PacketView();
                    data.wrap(d, d.length);
                    return data;
                })
                .toList();
    }

    @Test
    @Tag("SRT-071")
    void givenALoss_whenItIsRepeated_thenTheTimestampIsTheOriginalAndTheFlagIsSet() {
        lose(true);
        pair.send();
        pair.run(5 * MS);
        lose(false);
        pair.send();
        pair.run(200 * MS);

        List<PacketView> first =
                dataSent().stream().filter(d -> d.sequence() == ISN).toList();
        assertThat(first).hasSizeGreaterThanOrEqualTo(2);
        assertThat(first.get(0).isRetransmitted()).isFalse();
        assertThat(first.get(1).isRetransmitted()).isTrue();
        assertThat(first.get(1).timestamp32()).isEqualTo(first.get(0).timestamp32());
        assertThat(first.get(1).messageNumber()).isEqualTo(first.get(0).messageNumber());
        assertThat(pair.numbers()).containsExactly(0L, 1L);
        assertThat(pair.stat("pktRcvRetransTotal")).isEqualTo(1);
    }

    @Test
    @Tag("SRT-072")
    void givenFullSmallAndLightAcks_whenTheyArrive_thenOnlyTheLightOneIsNotConfirmed() throws Exception {
        pair.send();
        pair.toReceiver.clear();
        toSender(ack(ISN, 100));
        toSender(new AckPacket(7, ISN, new AckPacket.Report(1, 1, 9, 0, 0, 0), 4));
        toSender(AckPacket.light(ISN));

        assertThat(controlSent(ControlType.ACKACK)).extracting(PacketView::info).containsExactly(1, 7);
    }

    private List<PacketView> controlSent(int type) {
        return pair.toReceiver.stream()
                .map(d -> {
                    PacketView control = new PacketView();
                    control.wrap(d, d.length);
                    return control;
                })
                .filter(c -> c.isControl() && c.controlType() == type)
                .toList();
    }

    @Test
    @Tag("SRT-073")
    void givenASmallWindow_whenThePeerIsSilent_thenNoMoreThanTheWindowIsUnderWay() {
        pair.send();
        toSender(ack(ISN + 1, 5));
        lose(true);
        pair.send(20, 0);

        assertThat(pair.senderStat("pktFlightSize")).isEqualTo(5);
        toSender(ack(ISN + 3, 5));
        assertThat(pair.senderStat("pktFlightSize")).isEqualTo(5);
        assertThat(dataSent()).hasSize(1 + 5 + 2);
    }

    @Test
    @Tag("SRT-073")
    void givenPacketsOlderThanTheDropLimit_whenTheyAreStillUnacknowledged_thenTheyAreGivenUp() {
        lose(true);
        pair.send(10, 0);
        pair.run(1_010 * MS);
        assertThat(pair.senderStat("pktSndDropTotal")).isZero();
        pair.run(20 * MS);

        assertThat(pair.senderStat("pktSndDropTotal")).isEqualTo(10);
        assertThat(pair.sender.isDrained()).isTrue();
    }

    @Test
    @Tag("SRT-074")
    void givenALossReportForWhatIsGone_whenItArrives_thenADropRequestAnswersIt() throws Exception {
        pair.send(10, 0);
        toSender(ack(ISN + 6, 100));
        pair.toReceiver.clear();
        toSender(new NakPacket(LossList.of(ISN + 2, ISN + 7)));

        PacketView dropped = controlSent(ControlType.DROPREQ).get(0);
        assertThat(SrtPacket.parse(dropped)).isEqualTo(new DropReqPacket(0, ISN + 2, ISN + 5));
        assertThat(dataSent()).extracting(PacketView::sequence).contains(ISN + 6, ISN + 7);
    }

    @Test
    void givenALossReportBeyondWhatWasSent_whenItArrives_thenTheConnectionCloses() {
        pair.send();
        toSender(new NakPacket(LossList.of(ISN, ISN + 1)));

        assertThat(pair.senderClosed).containsExactly(CloseReason.PROTOCOL_VIOLATION);
    }

    @Test
    @Tag("SRT-074")
    void givenABurst_whenItIsQueued_thenItLeavesAtTheConfiguredPace() {
        for (int i = 0; i < 400; i++) {
            pair.send();
        }
        assertThat(dataSent()).as("the burst").hasSizeBetween(32, 37);
        for (int ms = 0; ms < 10; ms++) {
            pair.run(MS);
            pair.sender.pump(link.nowNs);
        }
        assertThat(dataSent()).as("250 Mbit/s for 10 ms").hasSizeBetween(230, 275);
    }

    @Test
    void givenALostTail_whenNothingFollows_thenItIsProbedForAndArrives() {
        Pair pair = new Pair(link, Pair.Setup.plain().withLatency(400));
        pair.send(5, 5 * MS);
        lose(true);
        pair.send(3, 0);
        pair.run(5 * MS);
        lose(false);
        pair.run(500 * MS);

        assertThat(pair.numbers()).isEqualTo(LongStream.range(0, 8).boxed().toList());
    }

    @Test
    void givenANak_whenItIsRepeatedAtOnce_thenThePacketIsRepeatedOnce() {
        pair.send(3, 100 * MS);
        pair.run(100 * MS);
        lose(true);
        pair.send(2, 0);
        pair.toReceiver.clear();
        toSender(new NakPacket(LossList.of(ISN + 3, ISN + 3)));
        toSender(new NakPacket(LossList.of(ISN + 3, ISN + 3)));

        assertThat(dataSent()).hasSize(1);
    }

    @Test
    @Tag("SRT-005")
    void givenTheLastMessageNumber_whenSending_thenOneFollowsAndZeroNeverComes() throws MalformedMediaException {
        SendBuffer buffer = new SendBuffer(64, ISN, null);
        byte[] payload = {1};
        int last = 0x03FF_FFFF;
        int seq = ISN;
        for (int i = 1; i <= last + 2; i++) {
            buffer.add(payload, 0, 1, 0, new SendBuffer.Header(0, 0));
            if (i > last - 2) {
                byte[] datagram = buffer.datagram(seq);
                view.wrap(datagram, 17);
                assertThat(view.messageNumber()).isEqualTo(i <= last ? i : i - last);
            }
            seq = llhls.ingest.srt.packet.SeqNumber.next(seq);
            buffer.releaseBefore(seq);
        }
    }
}
