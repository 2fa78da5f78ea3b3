package llhls.ingest.srt;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import llhls.ingest.srt.packet.Capture;
import llhls.ingest.srt.packet.ControlType;
import llhls.ingest.srt.packet.HandshakeExtension;
import llhls.ingest.srt.packet.HandshakePacket;
import llhls.ingest.srt.packet.PacketView;
import llhls.ingest.srt.protocol.KeyMaterial;
import llhls.ingest.srt.protocol.KeyRefresh;
import llhls.ingest.srt.protocol.Passphrase;
import llhls.media.time.Clock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Encrypting callers and listeners on real loopback sockets. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SrtEncryptionTest {

    private static final Passphrase PASSPHRASE = Passphrase.of("0123456789abc");
    private static final SrtConfig SECURED = SrtConfig.defaults().withPassphrase(PASSPHRASE);

    private static SrtCaller call(Loopback loopback, Optional<SrtEncryption> encryption) throws SrtException {
        SrtCallerConfig config = new SrtCallerConfig("live/shop1", 200, Duration.ofSeconds(20), encryption);
        return SrtCaller.connect(loopback.listener.address(), config, Clock.system());
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 24, 32})
    @Tag("SRT-025")
    @Tag("SRT-060")
    @Tag("SRT-063")
    void givenTheRightPassphrase_whenPublishing_thenEveryByteArrivesAcrossKeyRefreshes(int keyBytes) throws Exception {
        byte[] sent = new byte[1316 * 900];
        new Random(keyBytes).nextBytes(sent);
        SrtEncryption encryption = new SrtEncryption(PASSPHRASE, keyBytes, KeyRefresh.every(200));
        try (Loopback loopback = new Loopback(SECURED);
                SrtCaller caller = call(loopback, Optional.of(encryption))) {
            RecordingReceiver receiver = loopback.nextReceiver();
            caller.send(sent, 0, sent.length);

            assertThat(receiver.awaitBytes(sent.length)).isEqualTo(sent);
            assertThat(receiver.losses()).isZero();
        }
    }

    @Test
    @Tag("SRT-059")
    void givenAnotherPassphrase_whenCalling_thenItIsRefusedReadablyAndTheGateIsNotAsked() throws Exception {
        try (Loopback loopback = new Loopback(SECURED)) {
            assertThatExceptionOfType(SrtException.class)
                    .isThrownBy(() -> call(loopback, Optional.of(SrtEncryption.of(Passphrase.of("wrongwrongwrong")))))
                    .withMessage("refused by the server: wrong passphrase (1010)");
            assertThat(loopback.gate.requests).isEmpty();
        }
    }

    @Test
    @Tag("SRT-059")
    void givenOnlyOneSideHasAPassphrase_whenCalling_thenItIsRefusedReadably() throws Exception {
        try (Loopback loopback = new Loopback(SECURED)) {
            assertThatExceptionOfType(SrtException.class)
                    .isThrownBy(() -> call(loopback, Optional.empty()))
                    .withMessage("refused by the server: only one side uses encryption (1011)");
        }
        try (Loopback loopback = new Loopback(SrtConfig.defaults())) {
            assertThatExceptionOfType(SrtException.class)
                    .isThrownBy(() -> call(loopback, Optional.of(SrtEncryption.of(PASSPHRASE))))
                    .satisfies(e -> assertThat(e.rejectionCode()).isEqualTo(1011));
        }
    }

    @Test
    @Tag("SRT-066")
    void configurationsShowNoSecret() {
        SrtCallerConfig caller = SrtCallerConfig.of("live/a").with(SrtEncryption.of(PASSPHRASE));

        assertThat(SECURED.toString() + caller).doesNotContain("0123456789abc").contains("***");
    }

    @Test
    @Tag("SRT-025")
    @Tag("SRT-062")
    void givenWorkersThatAreBusy_whenMoreKeysWait_thenTheQueueIsBounded() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        KeyMaterial material = capturedKeys();
        try (KeyWorkers workers = new KeyWorkers(PASSPHRASE, task -> await(never))) {
            int taken = 0;
            while (taken < 1_000 && workers.unlock(material, keys -> {})) {
                taken++;
            }
            assertThat(taken).isBetween(64, 70);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static KeyMaterial capturedKeys() throws Exception {
        PacketView view = new PacketView();
        byte[] conclusion = Capture.control("aes128", ControlType.HANDSHAKE).get(2);
        view.wrap(conclusion, conclusion.length);
        return KeyMaterial.parse(HandshakePacket.parse(view)
                .extension(HandshakeExtension.KMREQ)
                .orElseThrow()
                .content());
    }
}
