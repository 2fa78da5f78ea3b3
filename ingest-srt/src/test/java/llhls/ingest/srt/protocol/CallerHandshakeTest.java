package llhls.ingest.srt.protocol;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import llhls.ingest.srt.packet.BareControlPacket;
import llhls.ingest.srt.packet.ControlType;
import llhls.ingest.srt.packet.HandshakeExtension;
import llhls.ingest.srt.packet.HandshakePacket;
import llhls.ingest.srt.packet.PacketView;
import llhls.ingest.srt.packet.PacketWriter;
import llhls.ingest.srt.packet.SrtOptions;
import llhls.ingest.srt.packet.SrtPacket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class CallerHandshakeTest implements CallerHandshake.Outcome {

    private static final long MS = 1_000_000;
    private static final InetSocketAddress SERVER = Handshakes.CALLER;

    private final List<byte[]> sent = new ArrayList<>();
    private final List<ConnectionSettings> connected = new ArrayList<>();
    private final List<Object> failures = new ArrayList<>();
    private final PacketView view = new PacketView();
    private long nowNs = 500 * MS;
    private final CallerHandshake caller = new CallerHandshake(
            new CallerHandshake.Call(
                    SERVER, Handshakes.CALLER_ID, 777, "publish:live/x", 200, 8192, 3_000 * MS, Optional.empty()),
            (bytes, length, to) -> sent.add(java.util.Arrays.copyOf(bytes, length)),
            this,
            nowNs);

    @Override
    public void connected(ConnectionSettings settings, long atNs) {
        connected.add(settings);
    }

    @Override
    public void rejected(int code) {
        failures.add(code);
    }

    @Override
    public void failed(String why) {
        failures.add(why);
    }

    private HandshakePacket request(int index) throws Exception {
        view.wrap(sent.get(index), sent.get(index).length);
        return HandshakePacket.parse(view);
    }

    private void answer(SrtPacket packet, int timestamp) {
        PacketWriter writer = new PacketWriter();
        packet.write(writer, new PacketWriter.Addressing(timestamp, 0)); // very old listeners answer to id 0
        view.wrap(writer.bytes(), writer.length());
        caller.onPacket(view, nowNs);
    }

    private HandshakePacket handshake(int version, int field, int type, HandshakeExtension... extensions) {
        return new HandshakePacket(
                version,
                0,
                field,
                777,
                1500,
                8192,
                type,
                4242,
                99,
                new llhls.ingest.srt.packet.PeerIp(0, 0, 0, 0),
                List.of(extensions),
                false);
    }

    private void induction() {
        answer(handshake(5, HandshakePacket.MAGIC, HandshakePacket.INDUCTION), 1);
    }

    private static HandshakeExtension hsRsp() {
        return new SrtOptions(0x010501, 0xBF, 300, 250).toExtension(HandshakeExtension.HSRSP);
    }

    @Test
    @Tag("SRT-067")
    void givenNoAnswer_whenCalling_thenTheInductionIsRepeatedUntilTheTimeout() throws Exception {
        caller.start(nowNs);
        assertThat(request(0).version()).isEqualTo(4);
        assertThat(request(0).extensionField()).isEqualTo(2);
        assertThat(request(0).cookie()).isZero();
        assertThat(sent.get(0)).hasSize(64);
        for (int i = 0; i < 300; i++) {
            nowNs += 10 * MS;
            caller.onTimer(nowNs);
        }

        assertThat(sent).hasSizeBetween(11, 13);
        assertThat(failures).hasSize(1).first().asString().contains("no answer");
        nowNs += 1_000 * MS;
        caller.onTimer(nowNs);
        assertThat(failures).hasSize(1);
    }

    @Test
    @Tag("SRT-068")
    @Tag("SRT-070")
    void givenAModernListener_whenItAnswersToIdZero_thenTheConnectionHasItsValues() throws Exception {
        caller.start(nowNs);
        induction();
        HandshakePacket conclusion = request(1);
        assertThat(conclusion.version()).isEqualTo(5);
        assertThat(conclusion.cookie()).isEqualTo(99);
        assertThat(conclusion.extension(HandshakeExtension.SID).orElseThrow().text())
                .isEqualTo("publish:live/x");
        induction(); // a late second answer changes nothing
        assertThat(sent).hasSize(2);
        nowNs += 30 * MS;
        answer(handshake(5, 1, HandshakePacket.CONCLUSION, hsRsp()), 10_000);

        assertThat(connected).hasSize(1);
        ConnectionSettings settings = connected.get(0);
        assertThat(settings.peerId()).isEqualTo(4242);
        assertThat(settings.receiveLatencyMs()).isEqualTo(250);
        assertThat(settings.peerLatencyMs()).isEqualTo(300);
        assertThat(settings.peerStartNs()).isEqualTo(nowNs - 10 * MS);
    }

    @Test
    @Tag("SRT-068")
    void givenAnOldListenerOrARefusal_whenItAnswers_thenTheReasonIsKnown() {
        caller.start(nowNs);
        answer(handshake(4, 0, HandshakePacket.INDUCTION), 1);
        assertThat(failures).first().asString().contains("version 4");

        CallerHandshakeTest second = new CallerHandshakeTest();
        second.caller.start(second.nowNs);
        second.induction();
        second.answer(handshake(5, 5, 2409), 0);
        second.answer(handshake(5, 5, 2409), 0);
        assertThat(second.failures).containsExactly(2409);
    }

    @Test
    @Tag("SRT-069")
    void givenTheResponseIsLost_whenDataOrKeepAlivesArrive_thenTheConclusionIsRepeatedAtOnce() {
        caller.start(nowNs);
        induction();
        nowNs += 5 * MS;
        answer(BareControlPacket.KEEPALIVE, 0);

        assertThat(sent).hasSize(3);
        assertThat(failures).isEmpty();
        nowNs += 5 * MS;
        answer(handshake(5, 1, HandshakePacket.CONCLUSION, hsRsp()), 0);
        assertThat(connected).hasSize(1);
    }

    @Test
    void givenAResponseWithoutOptions_whenItComes_thenTheListenerIsToldAndTheCallFails() {
        caller.start(nowNs);
        induction();
        answer(handshake(5, 0, HandshakePacket.CONCLUSION), 0);

        view.wrap(sent.get(2), sent.get(2).length);
        assertThat(view.controlType()).isEqualTo(ControlType.SHUTDOWN);
        assertThat(view.destinationId()).isEqualTo(4242);
        assertThat(failures).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    @Tag("SRT-015")
    @Tag("SRT-069")
    void givenFortyPercentLoss_whenCallingOurListener_thenThereIsExactlyOneConnection(long seed) {
        VirtualLink link = new VirtualLink(seed, new VirtualLink.Conditions(0.4, 0.1, 0.1, 150 * MS), 0);
        Handshakes world = new Handshakes();
        CallerHandshakeTest test = new CallerHandshakeTest();
        CallerHandshake.Call call = new CallerHandshake.Call(
                SERVER, Handshakes.CALLER_ID, 777, "live/x", 200, 8192, 30_000 * MS, Optional.empty());
        CallerHandshake[] calling = new CallerHandshake[1];
        calling[0] = new CallerHandshake(
                call,
                (b, n, to) -> link.send(b, n, d -> {
                    world.nowNs = link.nowNs;
                    int before = world.sent.size();
                    world.receive(d, Handshakes.CALLER);
                    for (Handshakes.Sent s : List.copyOf(world.sent.subList(before, world.sent.size()))) {
                        byte[] back = s.datagram();
                        link.send(back, back.length, a -> {
                            view.wrap(a, a.length);
                            calling[0].onPacket(view, link.nowNs);
                        });
                    }
                }),
                test,
                0);
        calling[0].start(0);
        for (int i = 1; i < 3_100 && test.connected.isEmpty() && test.failures.isEmpty(); i++) {
            link.runUntil(10 * MS * i);
            calling[0].onTimer(link.nowNs);
        }

        assertThat(test.connected).hasSize(1);
        assertThat(world.accepted).hasSize(1);
        assertThat(test.connected.get(0).peerId())
                .isEqualTo(world.accepted.get(0).localId());
    }
}
