package llhls.ingest.srt.protocol;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
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

import static org.assertj.core.api.Assertions.assertThat;

/** A caller that encrypts and the answers it may get. */
class CallerEncryptionTest implements CallerHandshake.Outcome {

    private static final long MS = 1_000_000;

    private final KeyMaterial keys = Encryption.create(
                    Passphrase.of("0123456789abc"), 24, KeyRefresh.defaults(), new SecureRandom())
            .first();
    private final List<byte[]> sent = new ArrayList<>();
    private final List<ConnectionSettings> connected = new ArrayList<>();
    private final List<Object> failures = new ArrayList<>();
    private final PacketView view = new PacketView();
    private final CallerHandshake caller = new CallerHandshake(
            new CallerHandshake.Call(
                    Handshakes.CALLER, 77, 777, "publish:live/x", 200, 8192, 3_000 * MS, Optional.of(keys)),
            (bytes, length, to) -> sent.add(Arrays.copyOf(bytes, length)),
            this,
            0);

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

    private void answer(int field, int type, HandshakeExtension... extensions) {
        HandshakePacket packet = new HandshakePacket(
                5, 0, field, 777, 1500, 8192, type, 4242, 99, new PeerIp(0, 0, 0, 0), List.of(extensions), false);
        PacketWriter writer = new PacketWriter();
        packet.write(writer, new PacketWriter.Addressing(0, 77));
        view.wrap(writer.bytes(), writer.length());
        caller.onPacket(view, MS);
    }

    private void conclude(Optional<ByteString> response) {
        caller.start(0);
        answer(HandshakePacket.MAGIC, HandshakePacket.INDUCTION);
        List<HandshakeExtension> extensions = new ArrayList<>();
        extensions.add(new SrtOptions(0x010501, 0xBF, 300, 250).toExtension(HandshakeExtension.HSRSP));
        response.ifPresent(r -> extensions.add(new HandshakeExtension(HandshakeExtension.KMRSP, r)));
        answer(3, HandshakePacket.CONCLUSION, extensions.toArray(HandshakeExtension[]::new));
    }

    @Test
    @Tag("SRT-058")
    @Tag("SRT-063")
    void givenAListenerThatRepeatsTheKeys_whenItAnswers_thenTheCallerIsConnected() throws Exception {
        conclude(Optional.of(keys.encode()));

        assertThat(connected).hasSize(1);
        view.wrap(sent.get(0), sent.get(0).length);
        assertThat(HandshakePacket.parse(view).encryptionField()).isZero();
        view.wrap(sent.get(1), sent.get(1).length);
        HandshakePacket conclusion = HandshakePacket.parse(view);
        assertThat(conclusion.encryptionField()).isEqualTo(3);
        assertThat(conclusion.extensionField()).isEqualTo(7);
        assertThat(conclusion.extension(HandshakeExtension.KMREQ).orElseThrow().content())
                .isEqualTo(keys.encode());
    }

    @ParameterizedTest
    @Tag("SRT-007")
    @Tag("SRT-059")
    @CsvSource({
        "03000000, 1011",
        "00000003, 1011",
        "04000000, 1010",
        "00000004, 1010",
        "05000000, 1017",
        "99999999, 1010"
    })
    void givenAListenerThatTookTheCallWithoutTheKeys_whenItAnswers_thenTheCallerHangsUp(String hex, int code) {
        conclude(Optional.of(new ByteString(HexFormat.of().parseHex(hex))));

        assertGone(code);
    }

    @Test
    @Tag("SRT-059")
    void givenAListenerThatSaysNothingAboutKeys_whenItAnswers_thenTheCallerHangsUp() {
        conclude(Optional.empty());

        assertGone(1011);
    }

    @Test
    @Tag("SRT-058")
    void givenOtherKeysInTheAnswer_whenItComes_thenTheCallerHangsUp() {
        byte[] other = keys.encode().toByteArray();
        other[other.length - 1]++;
        conclude(Optional.of(new ByteString(other)));

        assertGone(1010);
    }

    private void assertGone(int code) {
        assertThat(connected).isEmpty();
        assertThat(failures).containsExactly(code);
        byte[] last = sent.get(sent.size() - 1);
        view.wrap(last, last.length);
        assertThat(view.controlType()).isEqualTo(ControlType.SHUTDOWN);
        assertThat(view.destinationId()).isEqualTo(4242);
    }
}
