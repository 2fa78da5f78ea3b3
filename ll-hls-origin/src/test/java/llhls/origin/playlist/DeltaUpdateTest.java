package llhls.origin.playlist;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import llhls.cmaf.InitSegment;
import llhls.cmaf.SegmentStart;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeltaUpdateTest {

    @Test
    @Tag("LL-097")
    void givenNineSegmentsOfFourSeconds_thenThreeAreSkipped() {
        assertThat(DeltaUpdate.skippedSegments(playlist(9, 4_000_080, 4, true))).isEqualTo(3);
    }

    @Test
    @Tag("LL-098")
    void givenASegmentThatEndsExactlyAtTheBoundary_thenItStays() {
        // ends of segments lie 16, 14, 12 ... seconds before the end of the last
        assertThat(DeltaUpdate.skippedSegments(playlist(9, 2_000_000, 2, true))).isEqualTo(2);
        assertThat(DeltaUpdate.skippedSegments(playlist(9, 2_000_001, 2, true))).isEqualTo(3);
    }

    @Test
    @Tag("LL-103")
    void givenNoSkipOffered_thenNothingIsSkipped() {
        assertThat(DeltaUpdate.skippedSegments(playlist(30, 2_000_000, 2, false)))
                .isZero();
    }

    @Test
    @Tag("LL-104")
    void givenAShortPlaylist_thenNothingIsSkipped() {
        for (int count = 1; count <= 7; count++) {
            assertThat(DeltaUpdate.skippedSegments(playlist(count, 2_000_000, 2, true)))
                    .as("%d segments", count)
                    .isZero();
        }
    }

    @Test
    @Tag("LL-110")
    void skippingIsOfferedWhenTheWindowLeavesSomethingToSkip() {
        assertThat(PlaylistHeader.of(2, 512, 7).canSkip()).isFalse();
        assertThat(PlaylistHeader.of(2, 512, 8).canSkip()).isTrue();
    }

    @Test
    @Tag("LL-085")
    void theLargestSanePartIndexFollowsFromTheDurations() {
        assertThat(new PlaylistHeader(2, 512, true).maxPartIndex()).isEqualTo(14);
        assertThat(new PlaylistHeader(2, 200, true).maxPartIndex()).isEqualTo(35);
        assertThat(new PlaylistHeader(6, 1_000, true).maxPartIndex()).isEqualTo(15);
        assertThat(new PlaylistHeader(2, 2_000, true).maxPartIndex()).isEqualTo(5);
    }

    @Test
    @Tag("LL-058")
    void aReportOnARenditionWithoutPartsHasNoLastPart() {
        MediaPlaylist base = playlist(6, 2_000_000, 2, true);
        MediaPlaylist reporting = new MediaPlaylist(
                base.header(),
                base.rendition(),
                0,
                base.complete(),
                null,
                1,
                List.of(new RenditionReport("t1.m3u8", 7, RenditionReport.NO_PARTS)),
                false);

        assertThat(MediaPlaylistRenderer.full(reporting))
                .endsWith("#EXT-X-RENDITION-REPORT:URI=\"t1.m3u8\",LAST-MSN=7\n");
    }

    private static MediaPlaylist playlist(int count, long micros, int targetDuration, boolean canSkip) {
        InitSegment init = new InitSegment("init-1.mp4", ByteBuffer.allocate(0));
        List<PlaylistSegment> segments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SegmentStart start = new SegmentStart(100 + i, i * micros, i * micros, false, false, init);
            segments.add(new PlaylistSegment(start, List.of(), (i + 1) * micros));
        }
        return new MediaPlaylist(
                new PlaylistHeader(targetDuration, 512, canSkip), "v1", 0, segments, null, 1, List.of(), false);
    }
}
