package llhls.ingest.srt;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import llhls.ingest.srt.protocol.Passphrase;
import llhls.media.PublishGate;
import llhls.media.StreamName;
import llhls.media.time.Clock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Caller and listener on real loopback sockets. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SrtListenerTest {

    private static final SrtConfig CONFIG = SrtConfig.defaults();

    private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource(UdpTransport.class)
    @Tag("SRT-080")
    @Tag("SRT-018")
    @Tag("SRT-026")
    void givenAPublisher_whenItSends_thenEveryByteArrivesOnTheMediaThread(UdpTransport transport) throws Exception {
        byte[] sent = noise(1316 * 700 + 188);
        try (Loopback loopback = new Loopback(CONFIG, transport, InetAddress.getLoopbackAddress())) {
            SrtCaller caller = loopback.call("publish:live/shop1");
            RecordingReceiver receiver = loopback.nextReceiver();
            caller.send(sent, 0, sent.length);

            assertThat(receiver.awaitBytes(sent.length)).isEqualTo(sent);
            receiver.awaitTicks();
            caller.close();
            receiver.awaitEnd();
            assertThat(receiver.losses()).isZero();
            PublishGate.Request request = loopback.gate.requests.get(0);
            assertThat(request.stream()).isEqualTo(new StreamName("live", "shop1"));
            assertThat(request.publisher().protocol()).isEqualTo("srt");
            assertThat(request.publisher().remote()).matches("127\\.0\\.0\\.1:\\d+");
        }
    }

    @Test
    @Tag("SRT-083")
    void givenAnIpv6Listener_whenCallingIt_thenItConnects() throws Exception {
        try (Loopback loopback = new Loopback(CONFIG, UdpTransport.best(), InetAddress.getByAddress(IPV6_LOOPBACK));
                SrtCaller caller = loopback.call("live/six")) {
            caller.send(noise(100), 0, 100);

            assertThat(loopback.nextReceiver().awaitBytes(100)).isEqualTo(noise(100));
        }
    }

    @Test
    @Tag("SRT-024")
    @Tag("SRT-056")
    @Tag("SRT-068")
    @Tag("DEC-10")
    void givenAStreamThatIsBeingPublished_whenASecondPublisherCalls_thenItIsRefusedReadably() throws Exception {
        try (Loopback loopback = new Loopback(CONFIG);
                SrtCaller first = loopback.call("live/shop1")) {
            loopback.gate.refuse(PublishGate.Reason.ALREADY_PUBLISHING, "live/shop1 is on air");

            assertThatExceptionOfType(SrtException.class)
                    .isThrownBy(() -> loopback.call("live/shop1"))
                    .withMessage("refused by the server: the stream is already being published (2409)")
                    .satisfies(e -> assertThat(e.rejectionCode()).isEqualTo(2409));
            assertThat(first.isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @Tag("SRT-024")
    @CsvSource({"BAD_REQUEST, 2400", "UNAUTHORIZED, 2401", "FORBIDDEN, 2403", "OVERLOADED, 2402", "SHUTTING_DOWN, 2503"
    })
    void givenTheGateSaysNo_whenCalling_thenTheReasonHasItsCode(PublishGate.Reason reason, int code) throws Exception {
        try (Loopback loopback = new Loopback(CONFIG)) {
            loopback.gate.refuse(reason, "no");

            assertThatExceptionOfType(SrtException.class)
                    .isThrownBy(() -> loopback.call("live/shop1"))
                    .satisfies(e -> assertThat(e.rejectionCode()).isEqualTo(code));
        }
    }

    @ParameterizedTest
    @Tag("SRT-024")
    @CsvSource(
            delimiter = '|',
            value = {
                "''|2400",
                "api/x|2400",
                "live/../x|2400",
                "'#!:{r=live/a}'|2400",
                "'#!::r=live/a,m=request'|2405",
                "read:live/a|2405",
                "'#!::r=live/a,m=bidirectional'|2405",
                "'#!::r=live/a,t=file'|2415"
            })
    void givenAStreamIdNobodyCanPublishTo_whenCalling_thenTheGateIsNotAsked(String streamId, int code)
            throws Exception {
        try (Loopback loopback = new Loopback(CONFIG)) {
            assertThatExceptionOfType(SrtException.class)
                    .isThrownBy(() -> loopback.call(streamId))
                    .satisfies(e -> assertThat(e.rejectionCode()).isEqualTo(code));
            assertThat(loopback.gate.requests).isEmpty();
        }
    }

    @Test
    @Tag("SRT-025")
    void givenAGateThatDoesNotDecide_whenASecondPassed_thenTheCallerIsRefusedAndALateYesIsGivenBack() throws Exception {
        try (Loopback loopback = new Loopback(CONFIG)) {
            CompletableFuture<PublishGate.Decision> late = new CompletableFuture<>();
            loopback.gate.answer = request -> late;

            assertThatExceptionOfType(SrtException.class)
                    .isThrownBy(() -> loopback.call("live/shop1"))
                    .satisfies(e -> assertThat(e.rejectionCode()).isEqualTo(2503));
            loopback.gate.accept(loopback.gate.requests.get(0)).thenAccept(late::complete);
            loopback.gate.sinks.get(0).ended.get(Loopback.PATIENCE_S, TimeUnit.SECONDS);
        }
    }

    @Test
    @Tag("SRT-024")
    void givenAGateThatFails_whenCalling_thenTheCallerIsRefused() throws Exception {
        try (Loopback loopback = new Loopback(CONFIG)) {
            loopback.gate.answer = request -> CompletableFuture.failedFuture(new IllegalStateException("bug"));

            assertThatExceptionOfType(SrtException.class)
                    .isThrownBy(() -> loopback.call("live/shop1"))
                    .satisfies(e -> assertThat(e.rejectionCode()).isEqualTo(2500));
        }
    }

    @Test
    @Tag("SRT-016")
    void givenASlowGate_whenTheCallerRepeatsItsConclusion_thenItIsAskedOnce() throws Exception {
        try (Loopback loopback = new Loopback(CONFIG)) {
            loopback.gate.answer = request -> loopback.gate
                    .accept(request)
                    .thenApplyAsync(d -> d, CompletableFuture.delayedExecutor(700, TimeUnit.MILLISECONDS));

            try (SrtCaller caller = loopback.call("live/slow")) {
                assertThat(caller.isOpen()).isTrue();
            }
            assertThat(loopback.gate.requests).hasSize(1);
        }
    }

    @Test
    @Tag("SRT-054")
    void givenAPublisher_whenItIsDisconnected_thenTheCallerLearnsItAndTheReceiverEnds() throws Exception {
        try (Loopback loopback = new Loopback(CONFIG);
                SrtCaller caller = loopback.call("live/shop1")) {
            RecordingReceiver receiver = loopback.nextReceiver();
            caller.send(noise(1316), 0, 1316);
            receiver.awaitBytes(1316);

            loopback.gate.requests.get(0).publisher().disconnect("a newer publisher took over");

            receiver.awaitEnd();
            while (caller.isOpen()) {
                Thread.onSpinWait();
            }
            assertThat(caller.closeReason()).isEqualTo("closed by the peer");
            caller.send(noise(1316), 0, 1316); // dropped, not an error
        }
    }

    @Test
    @Tag("SRT-052")
    void givenAPublisherThatFellSilent_whenTheIdleTimeoutPassed_thenItsReceiverEnds() throws Exception {
        SrtConfig impatient = new SrtConfig(120, ReleaseMode.EAGER, 8192, Duration.ofMillis(600), 10, Passphrase.NONE);
        try (Loopback loopback = new Loopback(impatient);
                RawCaller caller = new RawCaller(loopback.listener.address())) {
            caller.connect("live/silent");

            loopback.nextReceiver().awaitEnd(); // nothing was sent since the handshake, not even a keepalive
        }
    }

    @Test
    @Tag("SRT-017")
    @Tag("SRT-056")
    void givenAPublisher_whenItsSocketCallsWithAnotherSequence_thenTheOldOneEndsWithoutShutdown() throws Exception {
        try (Loopback loopback = new Loopback(CONFIG);
                RawCaller caller = new RawCaller(loopback.listener.address())) {
            caller.connect("live/shop1");
            RecordingReceiver old = loopback.nextReceiver();
            caller.restart();
            caller.connect("live/shop1");

            old.awaitEnd();
            assertThat(loopback.gate.requests).hasSize(2);
            assertThat(loopback.gate.requests.get(0).publisher().remote())
                    .isEqualTo(loopback.gate.requests.get(1).publisher().remote());
            assertThat(caller.shutdowns()).isZero();
        }
    }

    @Test
    void givenAServerThatShutsDown_whenAPublisherIsConnected_thenItIsTold() throws Exception {
        Loopback loopback = new Loopback(CONFIG);
        try (SrtCaller caller = loopback.call("live/shop1")) {
            loopback.close();
            while (caller.isOpen()) {
                Thread.onSpinWait();
            }
            assertThat(caller.closeReason()).isEqualTo("closed by the peer");
        }
    }

    @Test
    void givenTheConnectionLimit_whenOneMoreCalls_thenItIsRefused() throws Exception {
        SrtConfig one = new SrtConfig(120, ReleaseMode.EAGER, 8192, Duration.ofSeconds(5), 1, Passphrase.NONE);
        try (Loopback loopback = new Loopback(one);
                SrtCaller first = loopback.call("live/a")) {
            assertThatExceptionOfType(SrtException.class)
                    .isThrownBy(() -> loopback.call("live/b"))
                    .satisfies(e -> assertThat(e.rejectionCode()).isEqualTo(1003));
            assertThat(first.isOpen()).isTrue();
        }
    }

    @Test
    void givenAPortInUse_whenOpening_thenTheMessageSaysWhatToDo() throws Exception {
        try (Loopback loopback = new Loopback(CONFIG)) {
            assertThatExceptionOfType(java.io.IOException.class)
                    .isThrownBy(() -> SrtListener.open(
                            loopback.listener.address(), CONFIG, loopback.gate, sink -> null, Clock.system()))
                    .withMessageContaining("cannot bind UDP 127.0.0.1:")
                    .withMessageContaining("another port");
        }
    }

    @Test
    @Tag("SRT-067")
    void givenNobodyListening_whenCalling_thenTheTimeoutIsReadable() {
        SrtCallerConfig quick = new SrtCallerConfig("live/a", 120, Duration.ofMillis(300));
        assertThatExceptionOfType(SrtException.class)
                .isThrownBy(() -> SrtCaller.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 9), quick, Clock.system()))
                .withMessageContaining("no answer")
                .satisfies(e -> assertThat(e.rejectionCode()).isZero());
    }

    @Test
    @Tag("SRT-082")
    void givenAConnectedPublisher_whenAskingItsStats_thenTheyHaveTheKnownNames() throws Exception {
        try (Loopback loopback = new Loopback(CONFIG);
                SrtCaller caller = loopback.call("live/shop1", 333)) {
            RecordingReceiver receiver = loopback.nextReceiver();
            caller.send(noise(1316 * 5), 0, 1316 * 5);
            receiver.awaitBytes(1316 * 5);
            llhls.media.Publisher publisher = loopback.gate.requests.get(0).publisher();
            while (publisher.stats().getOrDefault("pktRecvTotal", 0).longValue() < 5) {
                Thread.onSpinWait();
            }

            assertThat(publisher.stats())
                    .containsKeys("msRTT", "pktRcvLossTotal", "pktRcvDropTotal", "mbpsRecvRate", "msTimeStamp")
                    .containsEntry("msRcvTsbPdDelay", 333);
            assertThat(caller.stats()).containsKeys("pktSentTotal", "pktRetransTotal");
            while (loopback.listener.counters().getOrDefault("accepted", 0).longValue() < 1) {
                Thread.onSpinWait();
            }
            assertThat(loopback.listener.counters()).containsKeys("inductions", "badCookies", "unknownSocketId");
        }
    }

    @Test
    @Tag("SRT-084")
    void givenASmallReceiveBuffer_whenBinding_thenThereIsAWarningWithARemedy() {
        assertThat(SrtEndpoint.receiveBufferWarning(212_992))
                .hasValueSatisfying(w -> assertThat(w).contains("bytes=212992", "sysctl -w net.core.rmem_max="));
        assertThat(SrtEndpoint.receiveBufferWarning(8 << 20)).isEmpty();
    }
}
