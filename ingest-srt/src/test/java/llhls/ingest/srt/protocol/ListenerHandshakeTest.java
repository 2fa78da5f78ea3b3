package llhls.ingest.srt.protocol;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import llhls.ingest.srt.packet.Capture;
import llhls.ingest.srt.packet.ControlType;
import llhls.ingest.srt.packet.HandshakeExtension;
import llhls.ingest.srt.packet.HandshakePacket;
import llhls.ingest.srt.packet.PacketView;
import llhls.ingest.srt.packet.PacketWriter;
import llhls.ingest.srt.packet.PeerIp;
import llhls.ingest.srt.packet.SrtOptions;
import llhls.media.ByteString;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static llhls.ingest.srt.protocol.Handshakes.CALLER;
import static llhls.ingest.srt.protocol.Handshakes.CALLER_ID;
import static llhls.ingest.srt.protocol.Handshakes.MS;
import static llhls.ingest.srt.protocol.Handshakes.options;
import static llhls.ingest.srt.protocol.Handshakes.usualOptions;
import static org.assertj.core.api.Assertions.assertThat;

class ListenerHandshakeTest {

    private final Handshakes world = new Handshakes();

    private static HandshakeExtension text(int type, String text) {
        return HandshakeExtension.ofText(type, text);
    }

    @Test
    @Tag("SRT-011")
    @Tag("SRT-012")
    void givenAnInduction_whenItComesPadded_thenTheAnswerHasExactly64BytesAndNothingIsKept() {
        byte[] induction =
                Capture.control("plain-with-streamid", ControlType.HANDSHAKE).get(0);
        world.receive(Arrays.copyOf(induction, 300), CALLER);

        HandshakePacket answer = world.answer();
        assertThat(world.sent.get(0).bytes()).hasSize(64);
        assertThat(world.sent.get(0).to()).isEqualTo(CALLER);
        assertThat(world.lastView().destinationId()).isEqualTo(answer.socketId());
        assertThat(answer.version()).isEqualTo(5);
        assertThat(answer.type()).isEqualTo(HandshakePacket.INDUCTION);
        assertThat(answer.extensionField()).isEqualTo(0x4A17);
        assertThat(answer.encryptionField()).isZero();
        assertThat(answer.cookie()).isNotZero();
        assertThat(answer.initialSequence()).isEqualTo(0x5bac4d6b);
        assertThat(answer.peerIp()).isEqualTo(PeerIp.of(CALLER.getAddress()));
        assertThat(world.requests).isEmpty();
    }

    @ParameterizedTest
    @Tag("SRT-012")
    @ValueSource(ints = {16, 20, 60, 63})
    void givenAHandshakeShorterThanItsAnswer_whenItComes_thenThereIsNone(int length) {
        byte[] induction =
                Capture.control("plain-with-streamid", ControlType.HANDSHAKE).get(0);
        world.receive(Arrays.copyOf(induction, length), CALLER);

        assertThat(world.sent).isEmpty();
    }

    @Test
    @Tag("SRT-013")
    @Tag("SRT-014")
    void givenACookie_whenAMinuteOrTwoPass_thenItIsGoodForThisAndTheNextMinuteOnly() {
        int cookie = world.cookie();

        world.nowNs += 60_000 * MS;
        world.receive(world.conclusion(cookie, usualOptions()));
        assertThat(world.accepted).hasSize(1);

        Handshakes late = new Handshakes();
        int old = late.cookie();
        late.nowNs += 120_000 * MS;
        int before = late.sent.size();
        late.receive(late.conclusion(old, usualOptions()));
        assertThat(late.accepted).isEmpty();
        assertThat(late.sent).hasSize(before);
    }

    @Test
    @Tag("SRT-013")
    @Tag("SRT-014")
    void givenAWrongCookie_whenConcluding_thenItIsDroppedSilently() {
        int cookie = world.cookie();
        int answers = world.sent.size();

        world.receive(world.conclusion(cookie ^ 1, usualOptions()));
        world.receive(world.conclusion(0, usualOptions()));
        InetSocketAddress otherPort = new InetSocketAddress(CALLER.getAddress(), CALLER.getPort() + 1);
        world.receive(world.conclusion(cookie, usualOptions()), otherPort, 0);

        assertThat(world.sent).hasSize(answers);
        assertThat(world.requests).isEmpty();
        assertThat(world.listener.counters()).containsEntry("badCookies", 3L);
    }

    @Test
    @Tag("SRT-018")
    @Tag("SRT-026")
    void givenAGoodConclusion_whenAccepted_thenTheResponseEchoesAndNamesTheNewId() {
        HandshakePacket answer = world.connect(usualOptions(), text(HandshakeExtension.SID, "live/x"));

        assertThat(answer.type()).isEqualTo(HandshakePacket.CONCLUSION);
        assertThat(answer.version()).isEqualTo(5);
        assertThat(answer.extensionField()).isEqualTo(HandshakeExtension.FLAG_HS);
        assertThat(answer.initialSequence()).isEqualTo(world.isn);
        assertThat(answer.mss()).isEqualTo(1500);
        assertThat(answer.flowWindow()).isEqualTo(8192);
        assertThat(answer.socketId()).isEqualTo(world.accepted.get(0).localId()).isNotEqualTo(CALLER_ID);
        assertThat(answer.extension(HandshakeExtension.SID)).isEmpty();
        assertThat(world.lastView().destinationId()).isEqualTo(CALLER_ID);
        assertThat(world.sentWhenAccepted)
                .as("the id is known before the response leaves")
                .isEqualTo(1);
        assertThat(world.requests.get(0).streamId()).isEqualTo("live/x");
    }

    @Test
    @Tag("SRT-018")
    void givenAnMssAboveOurs_whenAccepted_thenOursIsAnswered() {
        HandshakePacket plain = world.conclusion(world.cookie(), usualOptions());
        world.receive(new HandshakePacket(
                5,
                0,
                5,
                world.isn,
                9000,
                8192,
                -1,
                CALLER_ID,
                plain.cookie(),
                plain.peerIp(),
                plain.extensions(),
                false));

        assertThat(world.answer().mss()).isEqualTo(1500);
    }

    @Test
    @Tag("SRT-021")
    @Tag("SRT-022")
    void givenALatencyProposal_whenAccepted_thenBothHalvesAreTheMaximum() throws Exception {
        HandshakePacket answer = world.connect(options(0x010501, 0xBF, 250, 300));

        SrtOptions ours =
                SrtOptions.parse(answer.extension(HandshakeExtension.HSRSP).orElseThrow());
        assertThat(ours.receiveLatencyMs()).isEqualTo(300);
        assertThat(ours.sendLatencyMs()).isEqualTo(250);
        assertThat(ours.flags()).isEqualTo(0x3F);
        assertThat(ours.version()).isGreaterThanOrEqualTo(0x010504);
        assertThat(world.accepted.get(0).receiveLatencyMs()).isEqualTo(300);

        Handshakes low = new Handshakes();
        SrtOptions lower = SrtOptions.parse(low.connect(options(0x010501, 0xBF, 10, 20))
                .extension(HandshakeExtension.HSRSP)
                .orElseThrow());
        assertThat(lower.receiveLatencyMs()).isEqualTo(120);
        assertThat(lower.sendLatencyMs()).isEqualTo(10);
    }

    @Test
    @Tag("SRT-021")
    void givenACallerWithoutTimestamps_whenAccepted_thenItsProposalDoesNotCount() {
        world.connect(options(0x010501, 0xA4, 0, 4000));

        assertThat(world.accepted.get(0).receiveLatencyMs()).isEqualTo(120);
    }

    @Test
    @Tag("SRT-022")
    void givenACallerWithoutRetransmissionFlag_whenAccepted_thenItIsNotAnnouncedEither() throws Exception {
        HandshakePacket answer = world.connect(options(0x010501, 0x1F, 120, 0));

        assertThat(SrtOptions.parse(answer.extension(HandshakeExtension.HSRSP).orElseThrow())
                        .flags())
                .isEqualTo(0x1F);
    }

    @Test
    @Tag("SRT-015")
    void givenALostResponse_whenTheConclusionIsRepeated_thenTheSameResponseComesAgain() {
        int cookie = world.cookie();
        world.receive(world.conclusion(cookie, usualOptions()));
        HandshakePacket first = world.answer();

        world.nowNs += 250 * MS;
        world.receive(world.conclusion(cookie, usualOptions()), CALLER, 250_000);

        assertThat(world.answer()).isEqualTo(first);
        assertThat(world.lastView().timestamp32()).isEqualTo(250_000);
        assertThat(world.accepted).hasSize(1);
        assertThat(world.requests).hasSize(1);
        int sent = world.sent.size();
        world.nowNs += 10 * MS;
        world.receive(world.conclusion(cookie, usualOptions()));
        assertThat(world.sent).as("not more often than every 50 ms").hasSize(sent);
    }

    @Test
    @Tag("SRT-016")
    void givenAnUndecidedRequest_whenItIsRepeated_thenNobodyIsAskedAgainAndTheShortestWayCounts() {
        world.acceptAtOnce = false;
        int cookie = world.cookie();
        int answers = world.sent.size();
        long beganNs = world.nowNs;
        world.nowNs += 100 * MS; // the first was 100 ms on its way
        world.receive(world.conclusion(cookie, usualOptions()), CALLER, 0);
        world.nowNs += 170 * MS; // the second 20 ms
        world.receive(world.conclusion(cookie, usualOptions()), CALLER, 250_000);

        assertThat(world.requests).hasSize(1);
        assertThat(world.sent).hasSize(answers);
        world.listener.accept(world.requests.get(0), world.nowNs);
        assertThat(world.accepted.get(0).peerStartNs()).isEqualTo(beganNs + 20 * MS);
    }

    @Test
    @Tag("SRT-017")
    void givenAConnection_whenTheSameSocketComesWithAnotherSequence_thenTheOldOneIsReplacedSilently() {
        world.connect(usualOptions());
        int oldId = world.accepted.get(0).localId();
        int sent = world.sent.size();
        world.isn += 5000;
        world.connect(usualOptions());

        assertThat(world.replaced).containsExactly(oldId);
        assertThat(world.accepted).hasSize(2);
        assertThat(world.sent).hasSize(sent + 2);
        assertThat(world.answer().initialSequence()).isEqualTo(world.isn);
    }

    @Test
    void givenAClosedConnection_whenALateRepeatOfItsConclusionArrives_thenItIsNotOpenedAgain() {
        int cookie = world.cookie();
        world.receive(world.conclusion(cookie, usualOptions()));
        world.listener.closed(CALLER, CALLER_ID, world.accepted.get(0).localId(), world.nowNs);
        int sent = world.sent.size();
        world.nowNs += 200 * MS;

        world.receive(world.conclusion(cookie, usualOptions()));

        assertThat(world.accepted).hasSize(1);
        assertThat(world.sent).hasSize(sent);
    }

    @Test
    @Tag("SRT-019")
    void givenOptionsMissingShortOrOverrun_whenConcluding_thenItIsRogue() {
        assertThat(world.connect(text(HandshakeExtension.SID, "live/x")).type()).isEqualTo(1004);
        world.isn++;
        HandshakeExtension tooShort = new HandshakeExtension(HandshakeExtension.HSREQ, new ByteString(new byte[8]));
        assertThat(world.connect(tooShort).type()).isEqualTo(1004);
        world.isn++;
        world.receive(world.packet(5, 0, HandshakePacket.CONCLUSION, world.cookie(), List.of(usualOptions())));
        assertThat(world.answer().type()).isEqualTo(1004);
        world.isn++;
        assertThat(world.connect(usualOptions(), text(HandshakeExtension.SID, ""))
                        .type())
                .isEqualTo(1004);
        world.isn++;
        assertThat(world.connect(usualOptions(), text(HandshakeExtension.SID, "x".repeat(513)))
                        .type())
                .isEqualTo(1004);
        assertThat(world.requests).isEmpty();
    }

    @Test
    @Tag("SRT-019")
    void givenAnExtensionThatLeavesTheDatagram_whenConcluding_thenItIsRogue() {
        int cookie = world.cookie();
        PacketWriter writer = new PacketWriter();
        world.conclusion(cookie, usualOptions(), text(HandshakeExtension.SID, "live/x"))
                .write(writer, new PacketWriter.Addressing(0, 0));
        world.receive(Arrays.copyOf(writer.toByteArray(), writer.length() - 4), CALLER);

        assertThat(world.answer().type()).isEqualTo(1004);
    }

    @ParameterizedTest
    @Tag("SRT-019")
    @CsvSource({"-1, 1500, 8192", "2147483647, 1500, 8192", "5, 231, 8192", "5, 1500, 1"})
    void givenBasicsThatCannotBe_whenConcluding_thenItIsRogue(int isn, int mss, int window) {
        HandshakePacket plain = world.conclusion(world.cookie(), usualOptions());
        world.receive(new HandshakePacket(
                5, 0, 5, isn, mss, window, -1, CALLER_ID, plain.cookie(), plain.peerIp(), plain.extensions(), false));

        assertThat(world.answer().type()).isEqualTo(1004);
    }

    @Test
    @Tag("SRT-020")
    @Tag("SRT-059")
    @Tag("SRT-086")
    void givenFeaturesWeLack_whenConcluding_thenEachHasItsCode() {
        assertThat(world.connect(options(0x010501, 0xBF | 0x40, 120, 0)).type()).isEqualTo(1012);
        world.isn++;
        assertThat(world.connect(usualOptions(), text(HandshakeExtension.CONGESTION, "file"))
                        .type())
                .isEqualTo(1013);
        world.isn++;
        assertThat(world.connect(usualOptions(), text(HandshakeExtension.FILTER, "fec,cols:5"))
                        .type())
                .isEqualTo(1014);
        world.isn++;
        HandshakeExtension group = new HandshakeExtension(HandshakeExtension.GROUP, new ByteString(new byte[8]));
        assertThat(world.connect(usualOptions(), group).type()).isEqualTo(1015);
        world.isn++;
        HandshakeExtension keys = new HandshakeExtension(HandshakeExtension.KMREQ, new ByteString(new byte[56]));
        assertThat(world.connect(usualOptions(), keys).type()).isEqualTo(1011);
        world.isn++;
        world.receive(world.packet(6, 1, HandshakePacket.CONCLUSION, world.cookie(), List.of()));
        assertThat(world.answer().type()).isEqualTo(1008);
        world.isn++;
        assertThat(world.connect(options(0x010201, 0xBF, 120, 0)).type()).isEqualTo(1004);
        world.isn++;
        assertThat(world.connect(usualOptions(), text(HandshakeExtension.CONGESTION, "live"))
                        .type())
                .isEqualTo(HandshakePacket.CONCLUSION);
    }

    @ParameterizedTest
    @Tag("SRT-020")
    @CsvSource({"fec, 1014", "bonding-broadcast, 1015", "aes128, 1011", "plain-with-streamid, -1"})
    void givenACapturedCaller_whenItsConclusionComesWithOurCookie_thenTheAnswerFits(String capture, int type)
            throws Exception {
        byte[] datagram = Capture.control(capture, ControlType.HANDSHAKE).stream()
                .filter(d -> d[36] == -1 && d.length > 80)
                .findFirst()
                .orElseThrow();
        byte[] cookie = java.nio.ByteBuffer.allocate(4).putInt(world.cookie()).array();
        System.arraycopy(cookie, 0, datagram, 16 + 28, 4);

        world.receive(datagram, CALLER);

        assertThat(world.answer().type()).isEqualTo(type);
    }

    @Test
    @Tag("SRT-023")
    void givenARefusal_whenItIsSent_thenItIsTheRequestWithTheCode() {
        world.acceptAtOnce = false;
        HandshakePacket request = world.conclusion(world.cookie(), usualOptions());
        world.receive(request);
        world.listener.reject(world.requests.get(0), Rejection.CONFLICT, "busy", world.nowNs);

        assertThat(world.answer()).isEqualTo(request.rejected(2409));
        assertThat(world.sent.get(1).bytes()).hasSize(64);
        assertThat(world.lastView().destinationId()).isEqualTo(CALLER_ID);
        world.nowNs += 250 * MS;
        world.receive(request);
        assertThat(world.sent).hasSize(3);
        assertThat(world.answer()).isEqualTo(request.rejected(2409));
        assertThat(world.requests).as("asked once").hasSize(1);
        world.nowNs += 3_100 * MS;
        world.listener.onTimer(world.nowNs);
        world.receive(request);
        assertThat(world.requests).as("forgotten after three seconds").hasSize(2);
    }

    @Test
    @Tag("SRT-025")
    void givenNoDecision_whenASecondPassed_thenItIsDownAndALateYesIsTooLate() {
        world.acceptAtOnce = false;
        world.connect(usualOptions());
        world.nowNs += 990 * MS;
        world.listener.onTimer(world.nowNs);
        assertThat(world.expired).isEmpty();
        world.nowNs += 10 * MS;
        world.listener.onTimer(world.nowNs);

        assertThat(world.answer().type()).isEqualTo(2503);
        assertThat(world.expired).isEqualTo(world.requests);
        assertThat(world.listener.accept(world.requests.get(0), world.nowNs)).isFalse();
        assertThat(world.accepted).isEmpty();
    }

    @Test
    @Tag("SRT-027")
    void givenAVersion4Caller_whenConcluding_thenItGetsAShutdownItUnderstands() {
        world.receive(world.packet(4, 2, HandshakePacket.CONCLUSION, world.cookie(), List.of()));

        PacketView last = world.lastView();
        assertThat(last.controlType()).isEqualTo(ControlType.SHUTDOWN);
        assertThat(last.destinationId()).isEqualTo(CALLER_ID);
        assertThat(world.refused).containsExactly(Rejection.VERSION);
    }

    @Test
    void givenAClosingListener_whenConcluding_thenItSaysSo() {
        world.listener.startClosing();

        assertThat(world.connect(usualOptions()).type()).isEqualTo(1007);
    }

    @Test
    @Tag("SRT-077")
    @Tag("SRT-094")
    void givenTooManyUndecidedRequests_whenMoreCome_thenTheyAreDroppedSilently() {
        world.acceptAtOnce = false;
        for (int port = 1; port <= 6; port++) {
            InetSocketAddress from = new InetSocketAddress(CALLER.getAddress(), port);
            world.receive(world.conclusion(world.cookie(from), usualOptions()), from, 0);
        }

        assertThat(world.requests).hasSize(4);
        assertThat(world.sent).as("inductions only").hasSize(6);
    }

    @Test
    @Tag("SRT-077")
    void givenAnInductionFlood_whenASecondPasses_thenOnlyTheAllowedRateIsAnswered() throws Exception {
        InetSocketAddress one = new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}), 1);
        int fromOne = 0;
        int fromAll = 0;
        for (int i = 0; i < 20_000; i++) {
            world.nowNs += MS / 20;
            int before = world.sent.size();
            world.receive(world.induction(), one, 0);
            fromOne += world.sent.size() - before;
            byte[] other = {11, (byte) (i >> 8), (byte) i, 1};
            before = world.sent.size();
            world.receive(world.induction(), new InetSocketAddress(InetAddress.getByAddress(other), 1), 0);
            fromAll += world.sent.size() - before;
        }

        assertThat(fromOne).as("burst and 20 per second").isBetween(64, 64 + 21);
        assertThat(fromAll).as("burst and 2000 per second").isBetween(2000, 2500);
    }

    @Test
    @Tag("SRT-094")
    void givenEndlessRefusals_whenTheyAreRemembered_thenTheTableStaysBounded() {
        Handshakes many = new Handshakes(100_000, 4);
        for (int i = 0; i < 6_000; i++) {
            many.nowNs += 6 * MS;
            many.isn = i;
            InetSocketAddress from = new InetSocketAddress(CALLER.getAddress(), 1 + i);
            many.receive(many.conclusion(many.cookie(from), text(HandshakeExtension.SID, "x")), from, 0);
            many.listener.onTimer(many.nowNs);
        }

        assertThat(many.refused).hasSize(6_000);
        assertThat(many.listener.remembered()).isLessThanOrEqualTo(501);
    }

    @Test
    void givenOtherPacketsToNobody_whenTheyCome_thenTheyAreDroppedSilently() {
        byte[] data = new byte[100];
        world.receive(data, CALLER);
        data[0] = (byte) 0x80;
        data[1] = 5;
        world.receive(data, CALLER);
        world.receive(world.packet(5, 0, HandshakePacket.AGREEMENT, 0, List.of()));
        world.receive(world.packet(5, 0, HandshakePacket.WAVEAHAND, 0, List.of()));

        assertThat(world.sent).isEmpty();
        assertThat(world.listener.counters()).containsEntry("malformedHandshakes", 4L);
    }
}
