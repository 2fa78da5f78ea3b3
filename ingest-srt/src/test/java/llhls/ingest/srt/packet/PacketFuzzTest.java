package llhls.ingest.srt.packet;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Random;
import llhls.media.MalformedMediaException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Any bytes are read, or refused as malformed, and nothing else happens. */
@Tag("SRT-076")
class PacketFuzzTest {

    private final PacketView view = new PacketView();
    private final PacketWriter writer = new PacketWriter();

    @FuzzTest
    void anyDatagramIsReadWithoutLeavingIt(byte[] datagram) {
        read(datagram);
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    void randomAndMutatedDatagramsAreReadOrRefused(long seed) {
        Random random = new Random(seed);
        List<byte[]> captured = Capture.datagrams("plain-with-streamid");
        for (int i = 0; i < 4_000; i++) {
            byte[] datagram;
            if (random.nextBoolean()) {
                datagram = new byte[random.nextInt(120)];
                random.nextBytes(datagram);
            } else {
                byte[] original = captured.get(random.nextInt(captured.size()));
                datagram = java.util.Arrays.copyOf(original, random.nextInt(original.length + 1));
                for (int k = random.nextInt(4); k > 0 && datagram.length > 0; k--) {
                    datagram[random.nextInt(datagram.length)] = (byte) random.nextInt();
                }
            }
            read(datagram);
        }
    }

    private void read(byte[] datagram) {
        if (!view.wrap(datagram, datagram.length)) {
            return;
        }
        if (!view.isControl()) {
            view.copyBody(new byte[PacketView.MAX_PAYLOAD]);
            return;
        }
        try {
            SrtPacket packet = SrtPacket.parse(view);
            packet.write(writer, new PacketWriter.Addressing(view.timestamp32(), view.destinationId()));
            byte[] again = writer.toByteArray();
            view.wrap(again, again.length);
            if (!(packet instanceof HandshakePacket handshake && handshake.overrun())) {
                assertThat(SrtPacket.parse(view)).isEqualTo(packet);
            }
            if (packet instanceof HandshakePacket handshake) {
                handshake.extensions().forEach(HandshakeExtension::text);
            }
        } catch (MalformedMediaException expected) {
            assertThat(expected).hasMessageMatching(".+");
        }
    }
}
