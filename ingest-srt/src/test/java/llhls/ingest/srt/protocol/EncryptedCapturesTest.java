package llhls.ingest.srt.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import llhls.ingest.srt.packet.Capture;
import llhls.ingest.srt.packet.ControlType;
import llhls.ingest.srt.packet.HandshakeExtension;
import llhls.ingest.srt.packet.HandshakePacket;
import llhls.ingest.srt.packet.KeyPacket;
import llhls.ingest.srt.packet.NakPacket;
import llhls.ingest.srt.packet.PacketView;
import llhls.ingest.srt.packet.SrtOptions;
import llhls.ingest.srt.packet.SrtPacket;
import llhls.media.io.Payload;
import llhls.media.io.PayloadPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What ffmpeg really sends when it encrypts, played to our listener's connection. */
class EncryptedCapturesTest implements ConnectionEvents {

    private static final long MS = 1_000_000;
    private static final Passphrase PASSPHRASE = Passphrase.of("0123456789abc");

    private final PayloadPool pool = new PayloadPool(1456, 64);
    private final PacketView view = new PacketView();
    private final List<Byte> firstBytes = new ArrayList<>();
    private final List<byte[]> sent = new ArrayList<>();
    private int losses;
    private long nowNs = 1_000 * MS;

    @Override
    public void payload(Payload owned) {
        firstBytes.add(owned.bytes()[0]);
        losses += owned.lossBefore() ? 1 : 0;
        owned.release();
    }

    @Override
    public void closed(CloseReason reason) {}

    private static HandshakePacket conclusion(String capture, int index) throws Exception {
        PacketView view = new PacketView();
        byte[] datagram = Capture.control(capture, ControlType.HANDSHAKE).get(index);
        view.wrap(datagram, datagram.length);
        return HandshakePacket.parse(view);
    }

    private static KeyMaterial requested(String capture) throws Exception {
        return KeyMaterial.parse(conclusion(capture, 2)
                .extension(HandshakeExtension.KMREQ)
                .orElseThrow()
                .content());
    }

    private SrtConnection connection(String capture, Passphrase passphrase) throws Exception {
        HandshakePacket request = conclusion(capture, 2);
        UnlockedKeys keys = UnlockedKeys.unlock(passphrase, requested(capture)).orElseThrow();
        ConnectionSecurity security = ConnectionSecurity.receiving(new Decryption(keys, (material, done) -> false));
        ConnectionSettings settings = new ConnectionSettings(
                9,
                5,
                request.initialSequence(),
                nowNs,
                nowNs,
                200,
                200,
                SrtOptions.OUR_VERSION,
                SrtOptions.OUR_FLAGS,
                8192);
        ConnectionOptions options = new ConnectionOptions(true, 64, 5_000 * MS, 125_000_000, pool);
        return new SrtConnection(settings, security, options, (b, n) -> sent.add(Arrays.copyOf(b, n)), this, nowNs);
    }

    /** The caller's packets: data, and key announcements. */
    private void play(String capture, SrtConnection connection) {
        for (byte[] datagram : Capture.datagrams(capture)) {
            view.wrap(datagram, datagram.length);
            boolean announcement = view.isControl()
                    && view.controlType() == ControlType.EXTENSION
                    && view.subtype() == KeyPacket.REQUEST;
            if (!view.isControl() || announcement) {
                nowNs += 20 * MS;
                connection.onPacket(view, nowNs);
            }
        }
    }

    private <T extends SrtPacket> List<T> answers(Class<T> type) throws Exception {
        List<T> found = new ArrayList<>();
        for (byte[] datagram : sent) {
            view.wrap(datagram, datagram.length);
            SrtPacket packet = SrtPacket.parse(view);
            if (type.isInstance(packet)) {
                found.add(type.cast(packet));
            }
        }
        return found;
    }

    @ParameterizedTest
    @Tag("SRT-057")
    @Tag("SRT-060")
    @Tag("SRT-063")
    @CsvSource({"aes128, 128", "aes256, 256"})
    void givenAnEncryptedStream_whenReceived_thenItIsATransportStream(String capture, int bits) throws Exception {
        SrtConnection connection = connection(capture, PASSPHRASE);
        play(capture, connection);

        assertThat(firstBytes).hasSize(12).containsOnly((byte) 0x47);
        assertThat(connection.stats(nowNs)).containsEntry("keyBits", bits).containsEntry("pktRcvUndecryptTotal", 0L);
        assertThat(answers(NakPacket.class)).isEmpty();
    }

    @ParameterizedTest
    @Tag("SRT-058")
    @ValueSource(strings = {"aes128", "aes256"})
    void givenTheCapturedListener_whenItAgreed_thenItRepeatedTheMessageAsWeDo(String capture) throws Exception {
        assertThat(conclusion(capture, 3)
                        .extension(HandshakeExtension.KMRSP)
                        .orElseThrow()
                        .content())
                .isEqualTo(requested(capture).encode());
    }

    @Test
    @Tag("SRT-058")
    @Tag("SRT-060")
    void givenRefreshesEvery200Packets_whenReceived_thenEachIsConfirmedAndNothingIsLost() throws Exception {
        String capture = "aes128-key-refresh-payloads-cut";
        SrtConnection connection = connection(capture, PASSPHRASE);
        play(capture, connection);

        assertThat(firstBytes).hasSize(453).containsOnly((byte) 0x47);
        assertThat(losses).isZero();
        assertThat(connection.stats(nowNs))
                .containsEntry("keyRefreshTotal", 2L)
                .containsEntry("pktRcvUndecryptTotal", 0L);
        List<KeyPacket> confirmed = captured(capture, KeyPacket.RESPONSE);
        assertThat(confirmed).hasSize(2);
        assertThat(answers(KeyPacket.class)).isEqualTo(confirmed);
    }

    private static List<KeyPacket> captured(String capture, int subtype) throws Exception {
        PacketView view = new PacketView();
        List<KeyPacket> found = new ArrayList<>();
        for (byte[] datagram : Capture.control(capture, ControlType.EXTENSION)) {
            view.wrap(datagram, datagram.length);
            if (SrtPacket.parse(view) instanceof KeyPacket keys && keys.subtype() == subtype) {
                found.add(keys);
            }
        }
        return found;
    }

    @Test
    @Tag("SRT-007")
    @Tag("SRT-059")
    void givenTheCapturedListenerThatDidNotInsist_whenItAnswered_thenTheErrorIsUnderstood() throws Exception {
        String capture = "not-enforced-wrong-passphrase";

        assertThat(KeyError.of(conclusion(capture, 3)
                        .extension(HandshakeExtension.KMRSP)
                        .orElseThrow()
                        .content()))
                .contains(KeyError.BAD_SECRET);
        assertThat(UnlockedKeys.unlock(PASSPHRASE, requested(capture))).isEmpty();
        assertThat(UnlockedKeys.unlock(Passphrase.of("wrongwrongwrong"), requested(capture)))
                .isPresent();
    }

    @Test
    @Tag("SRT-065")
    void givenTheCapturedGcmCaller_whenRead_thenItsCipherIsNotSupported() throws Exception {
        assertThat(requested("aes128-gcm").isSupported()).isFalse();
        assertThat(requested("aes128").isSupported()).isTrue();
    }
}
