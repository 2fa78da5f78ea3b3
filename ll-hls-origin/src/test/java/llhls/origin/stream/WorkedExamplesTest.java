package llhls.origin.stream;

import java.io.IOException;
import java.time.Instant;
import llhls.origin.testing.Formats;
import llhls.origin.testing.Golden;
import llhls.origin.testing.PlaylistText;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The worked examples of the reference, byte for byte. */
class WorkedExamplesTest {

    private final StreamHarness live = new StreamHarness(10, 1195, Instant.parse("2026-03-02T09:39:52.390Z"));

    @BeforeEach
    void fifteenSegmentsAndTwoParts() {
        live.packager
                .start(Formats.plan(
                        Formats.videoRendition("v720"),
                        Formats.videoRendition("v1080"),
                        Formats.audioRendition("a128")))
                .discontinuityAt(1195, 1196, 1197);
        live.packager.segments(15, "v1080", "a128", "v720");
        partOfAll();
        partOfAll();
    }

    @Test
    @Tag("LL-109")
    void theFullPlaylist() throws IOException {
        String text = live.full("v720");

        assertThat(text).isEqualTo(Golden.expected("full.m3u8", text));
    }

    @Test
    @Tag("LL-109")
    @Tag("LL-100")
    void itsDeltaUpdateHalfASecondLater() throws IOException {
        PlaylistText before = live.playlist("v720");
        partOfAll();

        String text = live.delta("v720");

        assertThat(text).isEqualTo(Golden.expected("delta.m3u8", text));
        PlaylistText merged = PlaylistText.parse(text).mergedInto(before);
        assertThat(merged.segments()).isEqualTo(live.playlist("v720").segments());
        assertThat(merged.complete()).hasSize(10);
        assertThat(merged.segments().stream().mapToInt(s -> s.parts().size()).sum())
                .isEqualTo(15);
    }

    private void partOfAll() {
        live.packager.part("v1080");
        live.packager.part("a128");
        live.packager.part("v720");
    }
}
