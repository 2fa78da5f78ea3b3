package llhls.origin.http;

import java.time.Duration;
import java.time.Instant;
import llhls.origin.playlist.PlaylistHeader;
import llhls.origin.stream.PlaylistBody;
import llhls.origin.stream.Progress;
import llhls.origin.stream.RenditionSnapshot;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CachePolicyTest {

    @ParameterizedTest
    @Tag("LL-124")
    @Tag("LL-125")
    @CsvSource({"1,6,1", "2,12,1", "3,18,1", "4,24,2", "6,36,3"})
    void playlistsLiveSixTargetsWhenBlockingAndHalfATargetWhenPlain(int targetDuration, int blocking, int plain) {
        RenditionSnapshot live = snapshot(targetDuration, false);

        assertThat(CachePolicy.playlist(live, true)).isEqualTo("max-age=" + blocking);
        assertThat(CachePolicy.playlist(live, false)).isEqualTo("max-age=" + plain);
        assertThat(CachePolicy.playlist(snapshot(targetDuration, true), true)).isEqualTo("max-age=60");
    }

    @ParameterizedTest
    @Tag("LL-126")
    @CsvSource({"18", "42"})
    void mediaNeverChanges(int seconds) {
        assertThat(CachePolicy.media(Duration.ofSeconds(seconds))).isEqualTo("max-age=" + seconds + ", immutable");
    }

    private static RenditionSnapshot snapshot(int targetDuration, boolean ended) {
        PlaylistBody body = PlaylistBody.of("", "");
        return new RenditionSnapshot(
                new PlaylistHeader(targetDuration, 500, true),
                new Progress(1, 1, 2, 0, 5),
                body,
                body,
                Instant.EPOCH,
                ended);
    }
}
