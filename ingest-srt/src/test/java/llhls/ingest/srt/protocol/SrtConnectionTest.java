package llhls.ingest.srt.protocol;

import java.util.ArrayList;
import java.util.List;
import llhls.ingest.srt.packet.AckPacket;
import llhls.ingest.srt.packet.BareControlPacket;
import llhls.ingest.srt.packet.ControlType;
import llhls.ingest.srt.packet.DropReqPacket;
import llhls.ingest.srt.packet.LossList;
import llhls.ingest.srt.packet.NakPacket;
import llhls.ingest.srt.packet.PacketView;
import llhls.ingest.srt.packet.PacketWriter;
import llhls.ingest.srt.packet.SeqNumber;
import llhls.ingest.srt.packet.SrtOptions;
import llhls.ingest.srt.packet.SrtPacket;
import llhls.ingest.srt.packet.UnknownControlPacket;
import llhls.media.MalformedMediaException;
import llhls.media.io.Payload;
import llhls.media.io.PayloadPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A receiving connection, packet by packet. */
class SrtConnectionTest {

    private static final long MS = 1_000_000;
    private static final int ISN = SeqNumber.MAX - 2;
    private static final int PEER_ID = 5;
    private static final int LATENCY_MS = 120;

    private final PayloadPool pool = new PayloadPool(1456, 64);
    private final List<String> delivered = new ArrayList<>();
    private final List<CloseReason> closed = new ArrayList<>();
    private final List<byte[]> sent = new ArrayList<>();
    private final PacketView view = new PacketView();
    private long nowNs = 1_000 * MS;
    private final long startNs = nowNs;
    private SrtConnection connection = connection(true, SrtOptions.OUR_FLAGS);

    private SrtConnection connection(boolean eager, int flags) {
        ConnectionSettings settings = new ConnectionSettings(
                9, PEER_ID, ISN, startNs, startNs, LATENCY_MS, LATENCY_MS, SrtOptions.OUR_VERSION, flags, 8192);
        ConnectionOptions options = new ConnectionOptions(eager, 64, 5_000 * MS, 125_000_000, pool);
        ConnectionEvents events = new ConnectionEvents() {
            @Override
            public void payload(Payload owned) {
                delivered.add((owned.lossBefore() ? "!" : "") + owned.bytes()[0]);
                owned.release();
            }

            @Override
            public void closed(CloseReason reason) {
                closed.add(reason);
            }
        };
        return new SrtConnection(settings, options, (b, n) -> sent.add(java.util.Arrays.copyOf(b, n)), events, startNs);
    }

    // what the peer sends

    private void receive(byte[] datagram) {
        assertThat(view.wrap(datagram, datagram.length)).isTrue();
        connection.onPacket(view, nowNs);
    }

    /** Data packet {@code index} after the first, with the present time as its timestamp. */
    private void data(int index) {
        receive(dataPacket(index, 0xC000_0001, micros()));
    }

    private static byte[] dataPacket(int index, int messageWord, int timestamp) {
        PacketWriter writer = new PacketWriter();
        writer.control(0, 0, messageWord, new PacketWriter.Addressing(timestamp, 9));
        byte[] packet = java.util.Arrays.copyOf(writer.bytes(), 16 + 100);
        int seq = SeqNumber.plus(ISN, index);
        for (int i = 0; i < 4; i++) {
            packet[i] = (byte) (seq >>> (24 - 8 * i));
        }
        packet[16] = (byte) index;
        return packet;
    }

    private void control(SrtPacket packet) {
        PacketWriter writer = new PacketWriter();
        packet.write(writer, new PacketWriter.Addressing(micros(), 9));
        receive(writer.toByteArray());
    }

    private int micros() {
        return (int) ((nowNs - startNs) / 1000);
    }

    private void pass(long ms) {
        for (long i = 0; i < ms; i += 10) {
            nowNs += 10 * MS;
            connection.onTimer(nowNs);
        }
    }

    // what it answered

    private <T> List<T> answers(Class<T> type) throws MalformedMediaException {
        List<T> found = new ArrayList<>();
        for (byte[] datagram : sent) {
            view.wrap(datagram, datagram.length);
            if (view.isControl() && type.isInstance(SrtPacket.parse(view))) {
                found.add(type.cast(SrtPacket.parse(view)));
            }
        }
        return found;
    }

    private int seq(int index) {
        return SeqNumber.plus(ISN, index);
    }

    private long stat(String name) {
        return connection.stats(nowNs).get(name).longValue();
    }

    @Test
    @Tag("SRT-043")
    void givenEagerRelease_whenPacketsAreContiguous_thenEachIsHandedOnAtOnce() {
        data(0);
        assertThat(delivered).containsExactly("0");
        data(1);
        assertThat(delivered).containsExactly("0", "1");
        data(3);
        assertThat(delivered).hasSize(2);
        data(2);
        assertThat(delivered).containsExactly("0", "1", "2", "3");
    }

    @Test
    @Tag("SRT-042")
    void givenAGap_whenThePlayTimeOfTheNextPacketComes_thenItIsAbandonedFlaggedAndAcknowledged() throws Exception {
        data(0);
        data(3);
        data(4);
        pass(LATENCY_MS - 10);
        assertThat(delivered).containsExactly("0");
        pass(10);

        assertThat(delivered).containsExactly("0", "!3", "4");
        assertThat(stat("pktRcvDropTotal")).isEqualTo(2);
        pass(10);
        List<AckPacket> acks = answers(AckPacket.class);
        assertThat(acks.get(acks.size() - 1).nextSequence()).isEqualTo(seq(5));
        data(1);
        assertThat(stat("pktRcvBelated")).isEqualTo(1);
    }

    @Test
    @Tag("SRT-043")
    @Tag("SRT-044")
    void givenTsbpdRelease_whenPacketsArrive_thenEachIsHandedOnWithin15MsOfItsPlayTime() {
        connection = connection(false, SrtOptions.OUR_FLAGS);
        for (int i = 0; i < 20; i++) {
            nowNs += 3 * MS;
            data(i);
        }
        for (int ms = 60; ms < 300; ms += 10) {
            nowNs = startNs + ms * MS;
            connection.onTimer(nowNs);
            for (int i = 0; i < 20; i++) {
                long playMs = 3L * (i + 1) + LATENCY_MS;
                boolean must = ms >= playMs + 15;
                boolean may = ms >= playMs;
                assertThat(delivered.contains("" + i))
                        .as("packet %d at %d ms", i, ms)
                        .isIn(must, may);
            }
        }
        assertThat(delivered).hasSize(20);
    }

    @Test
    @Tag("SRT-037")
    void givenAGap_whenItOpens_thenItIsReportedAtOnce() throws Exception {
        data(0);
        data(3);

        assertThat(answers(NakPacket.class)).containsExactly(new NakPacket(LossList.of(seq(1), seq(2))));
    }

    @Test
    @Tag("SRT-037")
    void givenAGapThatStays_whenTheReportIntervalPasses_thenItIsReportedAgain() throws Exception {
        measureRoundTrip(10); // RTT 10 ms, variation 5 ms: the interval is the minimum, 20 ms
        data(1);
        data(4);
        sent.clear();
        pass(100);

        assertThat(answers(NakPacket.class))
                .hasSizeBetween(4, 5)
                .allMatch(n -> n.equals(new NakPacket(LossList.of(seq(2), seq(3)))));
    }

    @Test
    @Tag("SRT-037")
    void givenAGapAtTheStart_whenTheRoundTripIsNotKnownYet_thenItIsReportedAgainWithinTheLatency() throws Exception {
        data(1);
        sent.clear();
        pass(LATENCY_MS - 20);

        assertThat(answers(NakPacket.class)).contains(new NakPacket(LossList.of(seq(0), seq(0))));
    }

    @Test
    @Tag("SRT-037")
    void givenSteadyLoss_whenGapsOpenAllTheTime_thenOldOnesAreStillReportedAgain() throws Exception {
        measureRoundTrip(10);
        for (int i = 2; i < 22; i += 2) {
            data(i);
            pass(10);
        }

        long reports = answers(NakPacket.class).stream()
                .filter(n -> n.losses().toString().startsWith("[" + seq(1) + ".."))
                .count();
        assertThat(reports).isGreaterThanOrEqualTo(4);
    }

    /** Packet 0, its ACK and the confirmation. */
    private void measureRoundTrip(long ms) throws MalformedMediaException {
        data(0);
        sent.clear();
        pass(10);
        int number = answers(AckPacket.class).get(0).number();
        nowNs += ms * MS;
        control(BareControlPacket.ackAck(number));
    }

    @Test
    @Tag("SRT-031")
    void givenAnyLosses_whenAcknowledging_thenNothingBeyondTheReceivedIsNamed() throws Exception {
        for (int index : new int[] {0, 1, 5, 9, 3, 20}) {
            data(index);
            pass(30);
        }

        for (AckPacket ack : answers(AckPacket.class)) {
            assertThat(SeqNumber.distance(ack.nextSequence(), seq(21))).isGreaterThanOrEqualTo(0);
        }
        for (NakPacket nak : answers(NakPacket.class)) {
            nak.losses()
                    .forEach((first, last) ->
                            assertThat(SeqNumber.isBefore(last, seq(20))).isTrue());
        }
    }

    @Test
    @Tag("SRT-032")
    @Tag("SRT-035")
    @Tag("SRT-048")
    void givenNewData_whenTicking_thenOneFullAckFollowsAndNoneWhenItIsConfirmed() throws Exception {
        data(0);
        data(1);
        pass(20);
        List<AckPacket> acks = answers(AckPacket.class);
        assertThat(acks).hasSize(1);
        assertThat(acks.get(0).number()).isEqualTo(1);
        assertThat(acks.get(0).nextSequence()).isEqualTo(seq(2));
        assertThat(acks.get(0).report().rttMicros()).isEqualTo(100_000);
        assertThat(acks.get(0).report().rttVarMicros()).isEqualTo(50_000);
        assertThat(acks.get(0).report().freePackets()).isBetween(2, 64);

        control(BareControlPacket.ackAck(1));
        sent.clear();
        pass(900);
        assertThat(answers(AckPacket.class)).isEmpty();
    }

    @Test
    @Tag("SRT-033")
    void givenAnUnconfirmedAck_whenWaiting_thenItIsRepeatedAfterTheRoundTripWithANewNumber() throws Exception {
        data(0);
        pass(300);
        assertThat(answers(AckPacket.class)).hasSize(1);
        pass(20);
        assertThat(answers(AckPacket.class)).extracting(AckPacket::number).containsExactly(1, 2);
        assertThat(answers(AckPacket.class)).extracting(AckPacket::nextSequence).containsOnly(seq(1));
    }

    @Test
    @Tag("SRT-034")
    void givenAHighRate_whenManyPacketsComeBetweenTwoTicks_thenEvery64ThereIsALightAck() throws Exception {
        for (int i = 0; i < 200; i++) {
            data(i);
        }

        assertThat(answers(AckPacket.class)).hasSize(3).allMatch(AckPacket::isLight);
        assertThat(answers(AckPacket.class)).allMatch(a -> a.number() == 0);
        assertThat(answers(AckPacket.class))
                .extracting(AckPacket::nextSequence)
                .containsExactly(seq(64), seq(128), seq(192));
    }

    @Test
    @Tag("SRT-039")
    void givenADropRequest_whenItCoversAGap_thenNobodyWaitsOrAsksForIt() throws Exception {
        data(0);
        data(3);
        sent.clear();
        control(new DropReqPacket(0, seq(1), seq(2)));

        assertThat(delivered).containsExactly("0", "!3");
        pass(10);
        assertThat(answers(AckPacket.class)).extracting(AckPacket::nextSequence).containsExactly(seq(4));
        pass(400);
        assertThat(answers(NakPacket.class)).isEmpty();
        assertThat(stat("pktRcvDropTotal")).isEqualTo(2);
    }

    @Test
    @Tag("SRT-039")
    void givenADropRequestAhead_whenItReachesTheHead_thenThePositionMovesAndNothingIsAskedFor() throws Exception {
        data(0);
        control(new DropReqPacket(0, seq(1), seq(4)));
        data(5);

        assertThat(delivered).containsExactly("0", "!5");
        assertThat(answers(NakPacket.class)).isEmpty();
    }

    @ParameterizedTest
    @Tag("SRT-039")
    @ValueSource(ints = {65, 1000, 1 << 29})
    void givenADropRequestFarAhead_whenItComes_thenItIsIgnored(int ahead) {
        data(0);
        control(new DropReqPacket(0, seq(1), seq(ahead)));
        data(1);

        assertThat(delivered).containsExactly("0", "1");
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    @Tag("SRT-039")
    void givenADropRequestThatEndsHalfTheCircleAway_whenItComes_thenNothingMoves() throws Exception {
        data(0);
        data(2);
        sent.clear();
        control(new DropReqPacket(0, seq(2), seq(1 + (1 << 30))));
        data(1);

        assertThat(delivered).containsExactly("0", "1", "2");
        assertThat(answers(NakPacket.class)).isEmpty();
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    @Tag("SRT-040")
    void givenDuplicatesAndBelatedPackets_whenTheyCome_thenTheyAreCountedApart() {
        data(0);
        data(0);
        data(2);
        data(2);

        assertThat(stat("pktRcvBelated")).isEqualTo(1);
        assertThat(stat("pktRcvDuplicate")).isEqualTo(1);
        assertThat(delivered).containsExactly("0");
        assertThat(pool.outstanding()).isEqualTo(1);
    }

    @Test
    @Tag("SRT-047")
    void givenAJumpBeyondTheBuffer_whenNothingIsWaiting_thenTheConnectionCloses() throws Exception {
        data(0);
        data(65);

        assertThat(closed).containsExactly(CloseReason.SEQUENCE_JUMP);
        assertThat(answers(BareControlPacket.class)).contains(BareControlPacket.SHUTDOWN);
    }

    @Test
    @Tag("SRT-047")
    @Tag("SRT-094")
    void givenAJumpBeyondTheBuffer_whenPacketsAreWaiting_thenItIsDroppedWithoutNak() throws Exception {
        data(0);
        data(2);
        sent.clear();
        data(70);

        assertThat(closed).isEmpty();
        assertThat(sent).isEmpty();
        assertThat(stat("pktRcvNoRoom")).isEqualTo(1);
        data(1);
        assertThat(delivered).containsExactly("0", "1", "2");
    }

    @Test
    @Tag("SRT-049")
    void givenOtherOrderAndPositionBits_whenPacketsCome_thenEachIsAMessage() {
        receive(dataPacket(0, 0xE000_0001, 0));
        receive(dataPacket(1, 0x8000_0002, 0));
        receive(dataPacket(2, 0x0000_0002, 0));
        receive(dataPacket(3, 0x4000_0002, 0));

        assertThat(delivered).containsExactly("0", "1", "2", "3");
    }

    @Test
    @Tag("SRT-050")
    @Tag("SRT-091")
    void givenAFilterPacket_whenNoFilterWasNegotiated_thenItIsCountedAndNeverTakenForData() {
        data(0);
        receive(dataPacket(1, 0xC000_0000, 0x7777_7777));
        data(1);

        assertThat(delivered).containsExactly("0", "1");
        assertThat(stat("pktRcvFilterExtraTotal")).isEqualTo(1);
        assertThat(stat("timestampsOutOfRange")).isZero();
    }

    @Test
    @Tag("SRT-061")
    @Tag("SRT-092")
    void givenAnEncryptedPacketWithoutAKey_whenItComes_thenItIsAcknowledgedNotAskedForAndAGap() throws Exception {
        data(0);
        receive(dataPacket(1, 0xC800_0001, micros()));
        data(2);

        assertThat(delivered).containsExactly("0", "!2");
        assertThat(stat("pktRcvUndecryptTotal")).isEqualTo(1);
        assertThat(stat("pktRcvDropTotal")).isZero();
        pass(10);
        assertThat(answers(NakPacket.class)).isEmpty();
        assertThat(answers(AckPacket.class)).extracting(AckPacket::nextSequence).contains(seq(3));
    }

    @Test
    void givenATimestampFarOff_whenAGapPrecedesIt_thenItDoesNotBlockTheQueue() {
        data(0);
        receive(dataPacket(2, 0xC000_0001, micros() + 120_000_000));

        assertThat(delivered).containsExactly("0", "!2");
        assertThat(stat("timestampsOutOfRange")).isEqualTo(1);
    }

    @Test
    void givenAPeerWithoutRetransmissionFlag_whenTheBitIsSet_thenItIsPartOfTheMessageNumber() {
        connection = connection(true, SrtOptions.OUR_FLAGS & ~SrtOptions.REXMITFLG);
        receive(dataPacket(0, 0xC400_0001, 0));
        assertThat(stat("pktRcvRetransTotal")).isZero();

        connection = connection(true, SrtOptions.OUR_FLAGS);
        receive(dataPacket(0, 0xC400_0001, 0));
        assertThat(stat("pktRcvRetransTotal")).isEqualTo(1);
    }

    @Test
    @Tag("SRT-052")
    @Tag("SRT-088")
    void givenNothingToSend_whenASecondPasses_thenAKeepAliveGoesOutAndThePeerKeepsItOpen() throws Exception {
        for (int s = 0; s < 12; s++) {
            pass(1000);
            control(BareControlPacket.KEEPALIVE);
        }

        assertThat(answers(BareControlPacket.class)).hasSizeBetween(11, 12).containsOnly(BareControlPacket.KEEPALIVE);
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    @Tag("SRT-052")
    void givenASilentPeer_whenTheIdleTimeoutPasses_thenItClosesWithOneShutdown() throws Exception {
        pass(4_990);
        assertThat(closed).isEmpty();
        pass(10);
        assertThat(closed).containsExactly(CloseReason.IDLE);
        pass(1000);
        assertThat(answers(BareControlPacket.class))
                .filteredOn(p -> p.type() == ControlType.SHUTDOWN)
                .hasSize(1);
    }

    @Test
    @Tag("SRT-054")
    @Tag("SRT-090")
    void givenAShutdown_whenPacketsAreWaiting_thenAllAreHandedOnWithFlagsAndNothingIsAnswered() {
        data(0);
        data(2);
        data(3);
        data(5);
        sent.clear();
        control(BareControlPacket.SHUTDOWN);

        assertThat(delivered).containsExactly("0", "!2", "3", "!5");
        assertThat(closed).containsExactly(CloseReason.PEER_SHUTDOWN);
        assertThat(stat("pktRcvMissingAtClose")).isEqualTo(2);
        assertThat(stat("pktRcvDropTotal")).isZero();
        control(BareControlPacket.SHUTDOWN);
        data(6);
        pass(6_000);
        assertThat(closed).hasSize(1);
        assertThat(sent).isEmpty();
        assertThat(pool.outstanding()).isZero();
    }

    @Test
    void givenTheSameSocketAgain_whenReplaced_thenThereIsNoShutdownToKillTheNewOne() {
        data(0);
        sent.clear();
        connection.close(CloseReason.REPLACED, nowNs);

        assertThat(sent).isEmpty();
        assertThat(closed).containsExactly(CloseReason.REPLACED);
    }

    @Test
    @Tag("SRT-009")
    @Tag("SRT-089")
    void givenControlPacketsNobodyKnows_whenTheyCome_thenTheyAreCountedAndNothingElse() {
        control(new UnknownControlPacket(0x7FFF, 1));
        control(new UnknownControlPacket(0x7FFF, 3));
        control(new UnknownControlPacket(0x0300, 0));
        control(new BareControlPacket(ControlType.CONGESTION_WARNING, 0));
        control(new UnknownControlPacket(ControlType.PEER_ERROR, 0));

        assertThat(stat("unknownControl")).isEqualTo(5);
        assertThat(sent).isEmpty();
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void givenAPeerThatAcknowledgesWhatWasNeverSent_whenItDoes_thenTheConnectionCloses() {
        control(AckPacket.light(seq(1)));

        assertThat(closed).containsExactly(CloseReason.PROTOCOL_VIOLATION);
    }

    @Test
    @Tag("SRT-061")
    void givenMorePacketsWithoutAKeyThanTheBufferHolds_whenClearOnesFollow_thenTheyAreHandedOn() throws Exception {
        for (int i = 0; i < 100; i++) {
            receive(dataPacket(i, 0xC800_0001, micros()));
        }
        pass(10);
        data(100);

        assertThat(closed).isEmpty();
        assertThat(delivered).containsExactly("!100");
        assertThat(answers(AckPacket.class))
                .extracting(a -> a.report().freePackets())
                .containsOnly(0, 63);
        assertThat(stat("pktRcvUndecryptTotal")).isEqualTo(100);
        assertThat(stat("pktRcvDropTotal")).isZero();
    }

    @Test
    void givenAPeerThatAsksForHalfTheCircle_whenItDoes_thenTheConnectionCloses() {
        int last = seq(-1 - (1 << 29));
        control(new NakPacket(LossList.of(SeqNumber.plus(last, 1 - (1 << 30)), last)));

        assertThat(closed).containsExactly(CloseReason.PROTOCOL_VIOLATION);
        pass(100);
    }
}
