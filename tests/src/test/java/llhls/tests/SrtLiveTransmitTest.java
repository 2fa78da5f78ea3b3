package llhls.tests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** libsrt's own tool publishes; without a chunk size it cuts messages across packet borders (specification of the tool: 1456 bytes). */
class SrtLiveTransmitTest {

    /** The tool drops what it reads before it is connected, and hangs up with data unsent: only the middle counts. */
    private static final int SECONDS = 8;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1316, 1456})
    @Tag("SRT-028")
    @Tag("SRT-041")
    void aFilePushedInMessagesOfAnySizeArrivesUnchanged(int messageBytes) {
        Path file = Ffmpeg.encodeFile(folder.resolve("source.ts"), SECONDS, Ffmpeg.LOW_LATENCY);
        try (OriginUnderTest origin = OriginUnderTest.start("--set", "reconnect-window=1s");
                ChildProcess caller = push(file, origin.srtPort(), messageBytes)) {
            List<PlaylistText> playlists = origin.awaitEnd("live/tool");

            MediaFacts sent = MediaFacts.ofTransportStream(file);
            MediaFacts served = Recording.of(playlists, folder);
            List<String> units = sent.videoUnitsBut(1, SECONDS);
            List<String> frames = sent.audioFramesBut(1, SECONDS);
            Delivered.assertContains("H.264 units", served.videoUnits(), units.subList(units.size() / 4, units.size()));
            Delivered.assertContains(
                    "audio frames", served.audioFrames(), frames.subList(frames.size() / 4, frames.size()));
        }
    }

    private static ChildProcess push(Path file, int port, int messageBytes) {
        List<String> tool =
                new ArrayList<>(List.of("srt-live-transmit", "-q", "-a", "no", "-chunk:" + messageBytes, "file://con"));
        tool.add("srt://127.0.0.1:" + port + "?mode=caller&latency=200&streamid=#!::r=live/tool,m=publish");
        return ChildProcess.pipeline("srt-live-transmit", List.of(Ffmpeg.readInRealTime(file), tool));
    }
}
