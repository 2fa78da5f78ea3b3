package llhls.origin.playlist;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import llhls.cmaf.StreamPlan;
import llhls.cmaf.StreamPlan.Rendition;
import llhls.origin.playlist.MultivariantPlaylist.AudioRendition;
import llhls.origin.playlist.MultivariantPlaylist.Picture;
import llhls.origin.playlist.MultivariantPlaylist.Variant;
import llhls.origin.playlist.MultivariantPlaylist.VideoRange;
import llhls.origin.testing.Formats;
import llhls.origin.testing.Golden;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MultivariantPlanTest {

    @Test
    @Tag("LL-146")
    @Tag("LL-142")
    void givenTheWorkedExample_thenItIsWrittenByteForByte() throws IOException {
        String text = MultivariantPlaylistRenderer.render(new MultivariantPlaylist(
                true,
                List.of(new AudioRendition("aac", "Korean", "ko", true, 2, "a128.m3u8")),
                List.of(
                        variant("v720", new Bandwidth(3_600_000, 2_900_000), "avc1.64001f", 1280, 720),
                        variant("v1080", new Bandwidth(7_400_000, 6_000_000), "avc1.640028", 1920, 1080))));

        assertThat(text).isEqualTo(Golden.expected("multivariant.m3u8", text));
    }

    @Test
    @Tag("LL-138")
    @Tag("LL-139")
    @Tag("LL-143")
    void givenVideoAndAudio_thenOneVariantNamesBoth() {
        String text = render(
                Formats.videoAndAudio(),
                Map.of("v1", new Bandwidth(3_000_000, 2_000_000), "a1", new Bandwidth(130_000, 128_000)));

        assertThat(text.lines())
                .containsExactly(
                        "#EXTM3U",
                        "#EXT-X-VERSION:6",
                        "#EXT-X-INDEPENDENT-SEGMENTS",
                        "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"audio\",NAME=\"Audio 1\",LANGUAGE=\"und\",DEFAULT=YES,"
                                + "AUTOSELECT=YES,CHANNELS=\"2\",URI=\"a1.m3u8\"",
                        "#EXT-X-STREAM-INF:BANDWIDTH=3443000,AVERAGE-BANDWIDTH=2235000,"
                                + "CODECS=\"avc1.64001f,mp4a.40.2\",RESOLUTION=1280x720,FRAME-RATE=29.970,"
                                + "AUDIO=\"audio\",CLOSED-CAPTIONS=NONE",
                        "v1.m3u8");
    }

    @Test
    @Tag("LL-142")
    void givenTwoAudioTracks_thenOneIsDefaultAndNamesDiffer() {
        MultivariantPlaylist playlist = MultivariantPlan.of(
                Formats.plan(Formats.videoRendition("v1"), Formats.audioRendition("a1"), Formats.audioRendition("a2")),
                Map.of("a2", new Bandwidth(1_000_000, 1_000_000)));

        assertThat(playlist.audio()).extracting(AudioRendition::name).containsExactly("Audio 1", "Audio 2");
        assertThat(playlist.audio()).extracting(AudioRendition::defaultChoice).containsExactly(true, false);
        assertThat(playlist.variants().get(0).codecs()).containsExactly("avc1.64001f", "mp4a.40.2");
        assertThat(playlist.variants().get(0).bandwidth().peakBitsPerSecond())
                .as("the heaviest audio counts")
                .isEqualTo(1_200_000);
    }

    @Test
    @Tag("LL-138")
    void givenAudioAlone_thenItIsAVariantWithoutGroup() {
        String text = render(Formats.plan(Formats.audioRendition("a1")), Map.of("a1", new Bandwidth(100_000, 100_000)));

        assertThat(text)
                .contains("#EXT-X-STREAM-INF:BANDWIDTH=120000,AVERAGE-BANDWIDTH=105000,CODECS=\"mp4a.40.2\"\na1.m3u8")
                .doesNotContain("EXT-X-MEDIA", "CLOSED-CAPTIONS", "RESOLUTION");
    }

    @Test
    @Tag("LL-141")
    void givenHdr_thenVideoRangeIsWritten() {
        assertThat(render(transfer(16), Map.of())).contains(",FRAME-RATE=29.970,VIDEO-RANGE=PQ,");
        assertThat(render(transfer(18), Map.of())).contains(",VIDEO-RANGE=HLG,");
        assertThat(render(transfer(1), Map.of())).doesNotContain("VIDEO-RANGE");
    }

    @Test
    @Tag("LL-138")
    void givenAnamorphicVideo_thenResolutionIsTheDisplaySize() {
        assertThat(render(sar(4, 3), Map.of())).contains("RESOLUTION=1920x1080");
        assertThat(render(sar(0, 0), Map.of())).contains("RESOLUTION=1440x1080");
    }

    @Test
    @Tag("DEC-15")
    void givenSegmentsThatAreNotIndependent_thenNothingPromisesIt() {
        StreamPlan plan = new StreamPlan(List.of(Formats.videoRendition("v1")), 512, 2, false);

        assertThat(render(plan, Map.of())).doesNotContain("INDEPENDENT-SEGMENTS");
    }

    @Test
    @Tag("LL-007")
    void itContainsNoMediaPlaylistTag() {
        assertThat(render(Formats.videoAndAudio(), Map.of()))
                .doesNotContain("TARGETDURATION", "EXTINF", "MEDIA-SEQUENCE", "EXT-X-MAP", "EXT-X-PART");
    }

    private static Variant variant(String id, Bandwidth bandwidth, String codecs, int width, int height) {
        return new Variant(
                id + ".m3u8",
                bandwidth,
                List.of(codecs, "mp4a.40.2"),
                new Picture(width, height, 29_970, VideoRange.SDR),
                "aac");
    }

    private static StreamPlan transfer(int transfer) {
        return Formats.plan(new Rendition(
                "v1", Formats.withTransfer(Formats.video(1280, 720, "hvc1.2.4.L120.B0"), transfer), 29_970));
    }

    private static StreamPlan sar(int horizontal, int vertical) {
        return Formats.plan(new Rendition(
                "v1", Formats.withSar(Formats.video(1440, 1080, "avc1.640028"), horizontal, vertical), 29_970));
    }

    private static String render(StreamPlan plan, Map<String, Bandwidth> bandwidths) {
        return MultivariantPlaylistRenderer.render(MultivariantPlan.of(plan, bandwidths));
    }
}
