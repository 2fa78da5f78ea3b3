package llhls.tests;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The tools of these tests measure right: otherwise the other tests could not fail. */
class YardstickTest {

    @TempDir
    Path folder;

    @Test
    void givenTheSameMediaInAnotherContainer_whenCompared_thenItIsEqual() {
        Path file = Ffmpeg.encodeFile(folder.resolve("a.ts"), 2, "-c:v libx264 -preset ultrafast -bf 2 -g 30");
        Path mp4 = folder.resolve("a.mp4");
        Ffmpeg.convert(file.toString(), "-c copy", mp4);

        MediaFacts sent = MediaFacts.ofTransportStream(file);
        assertThat(sent.videoPts()).hasSize(60);
        assertThat(MediaFacts.ofRenditions(mp4, mp4).videoUnits()).isEqualTo(sent.videoUnits());
        assertThat(MediaFacts.ofRenditions(mp4, mp4).audioFrames()).isEqualTo(sent.audioFrames());
    }

    @Test
    void givenOneChangedByteInAPicture_whenCompared_thenItDiffers() throws IOException {
        Path file = Ffmpeg.encodeFile(folder.resolve("a.ts"), 1, Ffmpeg.LOW_LATENCY);
        Path elementary = folder.resolve("a.h264");
        Ffmpeg.convert(file.toString(), "-map 0:v -c copy -f h264", elementary);
        byte[] bytes = Files.readAllBytes(elementary);
        byte[] changed = bytes.clone();
        changed[bytes.length - 10] ^= 1;

        assertThat(NalUnits.contentHashes(bytes)).hasSizeGreaterThanOrEqualTo(30);
        assertThat(NalUnits.contentHashes(changed)).isNotEqualTo(NalUnits.contentHashes(bytes));
    }

    @Test
    void givenARelayThatLosesATenth_whenDatagramsPass_thenAboutATenthIsLostAndAnswersFindTheirWay() throws IOException {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                UdpRelay relay = new UdpRelay(server.getLocalPort(), UdpRelay.Impairment.loss(0.1), 1);
                DatagramSocket caller = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(30_000);
            caller.setSoTimeout(30_000);
            DatagramPacket received = new DatagramPacket(new byte[100], 100);
            for (int i = 0; i < 200; i++) {
                caller.send(packet(relay.port(), 1, i));
            }
            Wait.untilTrue("all passed or were lost", () -> relay.lost() + relay.forwarded() == 200);
            for (int i = 0; i < relay.forwarded(); i++) {
                server.receive(received);
            }
            assertThat(relay.lost()).isBetween(8, 40);

            // a handshake is never lost: the server answers with one
            server.send(packet(received.getPort(), 0x80, 0));
            caller.receive(received);
            assertThat(received.getPort()).isEqualTo(relay.port());
        }
    }

    private static DatagramPacket packet(int port, int first, int second) {
        byte[] bytes = {(byte) first, (byte) second, 0, 0};
        return new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port);
    }
}
