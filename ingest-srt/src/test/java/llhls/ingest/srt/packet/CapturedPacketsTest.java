package llhls.ingest.srt.packet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import llhls.media.MalformedMediaException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Packets real encoders sent, read and written again. */
@Tag("SRT-002")
class CapturedPacketsTest {

    private final PacketView view = new PacketView();
    private final PacketWriter writer = new PacketWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain-with-streamid",
                "streamid-percent-escaped",
                "streamid-plus-and-query",
                "aes128",
                "aes256",
                "aes128-gcm",
                "aes128-key-refresh-200-packets",
                "reject-1010-wrong-passphrase",
                "reject-1011-caller-without",
                "reject-1011-listener-without",
                "not-enforced-wrong-passphrase",
                "fec",
                "bonding-broadcast",
                "bonding-backup",
                "handshake-with-loss",
                "idle-keepalive",
                "rendezvous",
                "handshake-v4-libsrt-1.2.3"
            })
    void givenACapturedControlPacket_whenReadAndWritten_thenItIsTheSameAgain(String capture) throws Exception {
        int checked = 0;
        for (byte[] datagram : Capture.datagrams(capture)) {
            assertThat(view.wrap(datagram, datagram.length)).isTrue();
            if (!view.isControl()) {
                continue;
            }
            SrtPacket packet = SrtPacket.parse(view);
            if (packet instanceof UnknownControlPacket) {
                continue; // key refreshes and the options of version 4: their content is not ours to keep
            }
            packet.write(writer, new PacketWriter.Addressing(view.timestamp32(), view.destinationId()));
            assertThat(hex(writer.toByteArray())).isEqualTo(hex(datagram));
            checked++;
        }
        assertThat(checked).isGreaterThanOrEqualTo(4);
    }

    @Test
    void givenTheCapturedConclusion_whenRead_thenEveryFieldIsKnown() throws Exception {
        byte[] datagram =
                Capture.control("plain-with-streamid", ControlType.HANDSHAKE).get(2);
        view.wrap(datagram, datagram.length);

        HandshakePacket handshake = HandshakePacket.parse(view);

        assertThat(handshake.version()).isEqualTo(5);
        assertThat(handshake.type()).isEqualTo(HandshakePacket.CONCLUSION);
        assertThat(handshake.extensionField()).isEqualTo(HandshakeExtension.FLAG_HS | HandshakeExtension.FLAG_CONFIG);
        assertThat(handshake.initialSequence()).isEqualTo(0x5bac4d6b);
        assertThat(handshake.mss()).isEqualTo(1500);
        assertThat(handshake.flowWindow()).isEqualTo(8192);
        assertThat(handshake.socketId()).isEqualTo(0x1c91f278);
        assertThat(handshake.extension(HandshakeExtension.SID).orElseThrow().text())
                .isEqualTo("#!::r=live/cam1,m=publish");
        SrtOptions options =
                SrtOptions.parse(handshake.extension(HandshakeExtension.HSREQ).orElseThrow());
        assertThat(options).isEqualTo(new SrtOptions(0x010501, 0xBF, 300, 300));
    }

    @Test
    void givenTheCapturedData_whenRead_thenSequenceMessageAndPayloadAreKnown() {
        List<byte[]> data = Capture.datagrams("plain-with-streamid").stream()
                .filter(d -> d[0] >= 0)
                .toList();
        view.wrap(data.get(0), data.get(0).length);

        assertThat(view.isControl()).isFalse();
        assertThat(view.sequence()).isEqualTo(0x5bac4d6b);
        assertThat(view.messageNumber()).isEqualTo(1);
        assertThat(view.keyFlags()).isZero();
        assertThat(view.isRetransmitted()).isFalse();
        assertThat(view.timestamp32()).isEqualTo(0x000337bc);
        byte[] payload = new byte[PacketView.MAX_PAYLOAD];
        view.copyBody(payload);
        assertThat(payload[0]).isEqualTo((byte) 0x47);
        assertThat(view.bodyLength() % 188).isZero();
    }

    @Test
    void givenTheCapturedAck_whenRead_thenTheReportIsKnown() throws Exception {
        byte[] datagram =
                Capture.control("plain-with-streamid", ControlType.ACK).get(0);
        view.wrap(datagram, datagram.length);

        AckPacket ack = (AckPacket) SrtPacket.parse(view);

        assertThat(ack.number()).isEqualTo(1);
        assertThat(ack.nextSequence()).isEqualTo(0x5bac4d6c);
        assertThat(ack.report()).isEqualTo(new AckPacket.Report(100_000, 50_000, 8190, 2, 1000, 1569));
    }

    @ParameterizedTest
    @CsvSource({
        "reject-1010-wrong-passphrase, 1010",
        "reject-1011-caller-without, 1011",
        "reject-1011-listener-without, 1011"
    })
    @Tag("SRT-023")
    void givenACapturedRefusal_whenRead_thenItsTypeIsTheCode(String capture, int code) throws Exception {
        List<byte[]> handshakes = Capture.control(capture, ControlType.HANDSHAKE);
        byte[] refusal = handshakes.get(handshakes.size() - 1);
        view.wrap(refusal, refusal.length);

        HandshakePacket handshake = HandshakePacket.parse(view);

        assertThat(handshake.isRejection()).isTrue();
        assertThat(handshake.type()).isEqualTo(code);
        assertThat(refusal).hasSize(64);
    }

    @Test
    void givenCapturedFilterAndGroupCallers_whenRead_thenTheirExtensionsAreFound() throws Exception {
        assertThat(extensions("fec", HandshakeExtension.FILTER).get(0).text()).startsWith("fec,cols:");
        assertThat(extensions("bonding-backup", HandshakeExtension.GROUP)).allMatch(e -> e.words() == 2);
        assertThat(extensions("aes256", HandshakeExtension.KMREQ).get(0).words())
                .isEqualTo(18);
    }

    private List<HandshakeExtension> extensions(String capture, int type) throws MalformedMediaException {
        List<HandshakeExtension> found = new ArrayList<>();
        for (byte[] handshake : Capture.control(capture, ControlType.HANDSHAKE)) {
            view.wrap(handshake, handshake.length);
            HandshakePacket.parse(view).extension(type).ifPresent(found::add);
        }
        assertThat(found).isNotEmpty();
        return found;
    }

    @Test
    @Tag("SRT-003")
    void givenControlPacketsWithoutBody_whenTheyHave16Or20Bytes_thenBothAreRead() throws Exception {
        byte[] keepAlive =
                Capture.control("idle-keepalive", ControlType.KEEPALIVE).get(0);
        assertThat(keepAlive).hasSize(20);
        for (int length : new int[] {16, 20}) {
            assertThat(view.wrap(Arrays.copyOf(keepAlive, length), length)).isTrue();
            assertThat(SrtPacket.parse(view)).isEqualTo(BareControlPacket.KEEPALIVE);
        }
        BareControlPacket.SHUTDOWN.write(writer, new PacketWriter.Addressing(1, 2));
        assertThat(writer.length()).isEqualTo(20);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }
}
