package llhls.tests;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Nonsense from the network while a stream runs: the stream must come out as if nothing had happened. */
class HostileInputTest {

    private static final int DATAGRAMS = 40_000;
    private static final int SECONDS = 9;
    private static final int BURST = 50;
    private static final long SEED = 4;

    @TempDir
    Path folder;

    @Test
    @Tag("SRT-076")
    @Tag("SRT-077")
    @Tag("SRT-030")
    void givenAFloodOfGarbageAndHandshakes_whenAStreamRuns_thenItArrivesUnchanged() throws IOException {
        Path file = Ffmpeg.encodeFile(folder.resolve("source.ts"), SECONDS, Ffmpeg.LOW_LATENCY);
        try (OriginUnderTest origin = OriginUnderTest.start("--set", "reconnect-window=1s");
                ChildProcess encoder = Ffmpeg.publishFile(file, Ffmpeg.srtUrl(origin.srtPort(), "live/calm"))) {
            origin.awaitStream("live/calm");

            flood(origin.srtPort());

            assertThat(encoder.isAlive())
                    .as("the flood was over before the stream: " + encoder.output())
                    .isTrue();
            List<PlaylistText> playlists = origin.awaitEnd("live/calm");
            MediaFacts sent = MediaFacts.ofTransportStream(file);
            MediaFacts served = Recording.of(playlists, folder);
            Delivered.assertBegins("H.264 units", served.videoUnits(), sent.videoUnitsBut(1, SECONDS));
            Delivered.assertContains("audio frames", served.audioFrames(), sent.audioFramesBut(1, SECONDS));
        }
    }

    @Test
    @Tag("LL-081")
    void givenMalformedDirectives_whenAStreamRuns_thenEachIsAnsweredAsItShouldAndTheStreamGoesOn() {
        try (OriginUnderTest origin = OriginUnderTest.start();
                ChildProcess encoder =
                        Ffmpeg.publishTestPicture(Ffmpeg.srtUrl(origin.srtPort(), "live/calm"), Ffmpeg.LOW_LATENCY)) {
            URI media = origin.awaitStream("live/calm").renditions().get(0);
            long before = newest(media);

            statusOfRequests(before)
                    .forEach((query, status) -> assertThat(
                                    Http.get(URI.create(media + query)).statusCode())
                            .as(query)
                            .isEqualTo(status));

            Wait.untilTrue("the stream goes on", () -> newest(media) > before + 2);
            assertThat(encoder.isAlive()).as(encoder.output()).isTrue();
        }
    }

    /** Cases of the table of directive outcomes; {@code msn} is the newest. */
    private static Map<String, Integer> statusOfRequests(long msn) {
        return Map.ofEntries(
                Map.entry("?_HLS_part=2", 400),
                Map.entry("?_HLS_msn=-1", 400),
                Map.entry("?_HLS_msn=", 400),
                Map.entry("?_HLS_msn=1e9", 400),
                Map.entry("?_HLS_msn=99999999999999999999999", 400),
                Map.entry("?_HLS_msn=%00", 400),
                Map.entry("?_HLS_msn=" + (msn + 100), 400),
                Map.entry("?_HLS_msn=" + msn + "&_HLS_part=x", 400),
                Map.entry("?_HLS_msn=" + msn + "&_HLS_part=100000", 400),
                Map.entry("?_HLS_msn=" + msn + "&_HLS_msn=" + (msn - 1), 400),
                Map.entry("?_HLS_msn=" + (msn - 1), 200),
                Map.entry("?_HLS_msn=" + (msn - 1) + "&_HLS_part=0", 200),
                Map.entry("?_HLS_skip=YES", 200),
                Map.entry("?_HLS_skip=v2", 200),
                Map.entry("?_HLS_push=1&tok=abc", 200));
    }

    private static long newest(URI media) {
        return PlaylistText.load(media).newestMsn();
    }

    /** Random bytes, half of them dressed as SRT control packets, of which many look like handshakes. */
    private static void flood(int port) throws IOException {
        Random random = new Random(SEED);
        InetAddress server = InetAddress.getLoopbackAddress();
        for (int sent = 0; sent < DATAGRAMS; sent += BURST) {
            // a new source address for every burst
            try (DatagramSocket socket = new DatagramSocket(0, server)) {
                for (int i = 0; i < BURST; i++) {
                    byte[] garbage = garbage(random);
                    socket.send(new DatagramPacket(garbage, garbage.length, server, port));
                }
            }
        }
    }

    private static byte[] garbage(Random random) {
        byte[] bytes = new byte[random.nextInt(1500)];
        random.nextBytes(bytes);
        if (bytes.length >= 16 && random.nextBoolean()) {
            bytes[0] = (byte) 0x80;
            bytes[1] = (byte) random.nextInt(9);
            bytes[2] = 0;
            bytes[3] = 0;
            if (random.nextBoolean()) {
                bytes[1] = 0;
                java.util.Arrays.fill(bytes, 12, 16, (byte) 0);
            }
        }
        return bytes;
    }
}
