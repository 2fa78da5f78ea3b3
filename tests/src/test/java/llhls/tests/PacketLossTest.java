package llhls.tests;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A bad line between encoder and server. */
class PacketLossTest {

    private static final int SECONDS = 12;
    private static final long SEED = 20_261_120;

    @TempDir
    Path folder;

    @Test
    @Tag("SRT-037")
    @Tag("SRT-040")
    @Tag("SRT-041")
    void givenTenPercentLossDelayReorderingAndRepetition_whenRetransmissionHasTime_thenNothingIsMissing() {
        Path file = Ffmpeg.encodeFile(folder.resolve("source.ts"), SECONDS, Ffmpeg.LOW_LATENCY);
        UdpRelay.Impairment badLine = UdpRelay.Impairment.loss(0.10)
                .delayedBy(Duration.ofMillis(10))
                .reordering(0.02)
                .repeating(0.01);
        try (OriginUnderTest origin =
                        OriginUnderTest.start("--set", "reconnect-window=1s", "--set", "srt-latency=1500ms");
                UdpRelay relay = new UdpRelay(origin.srtPort(), badLine, SEED);
                ChildProcess encoder = Ffmpeg.publishFile(file, Ffmpeg.srtUrl(relay.port(), "live/lossy"))) {
            List<PlaylistText> playlists = origin.awaitEnd("live/lossy");

            // an encoder that hangs up does not repair its last packets: the last two seconds do not count
            MediaFacts sent = MediaFacts.ofTransportStream(file);
            MediaFacts served = Recording.of(playlists, folder);
            Delivered.assertBegins("H.264 units", served.videoUnits(), sent.videoUnitsBut(2, SECONDS));
            Delivered.assertContains("audio frames", served.audioFrames(), sent.audioFramesBut(2, SECONDS));
            assertThat(relay.lost())
                    .as("lost on the way, of %s", relay.forwarded())
                    .isGreaterThan(50);
            assertThat(encoder.output()).isBlank();
        }
    }
}
