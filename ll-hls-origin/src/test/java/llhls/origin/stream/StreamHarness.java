package llhls.origin.stream;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import llhls.media.StreamName;
import llhls.origin.testing.FakePackager;
import llhls.origin.testing.PlaylistText;
import llhls.testing.ManualClock;

/** A live stream with a packager in the test's hands, and a listener that remembers. */
final class StreamHarness {

    final ManualClock clock = new ManualClock();
    final RamSegmentStore store = new RamSegmentStore();
    final List<String> heard = new ArrayList<>();
    final LiveStream stream;
    final FakePackager packager;

    StreamHarness(int windowSegments, long firstMsn, Instant firstDate) {
        stream = new LiveStream(new StreamName("live", "ch1"), windowSegments, store, listener(), clock);
        packager = new FakePackager(stream, firstMsn, firstDate);
    }

    StreamHarness(int windowSegments) {
        this(windowSegments, 1200, Instant.parse("2026-03-02T09:40:02.400Z"));
    }

    RenditionSnapshot snapshot(String rendition) {
        RenditionSnapshot snapshot = stream.snapshot(rendition);
        if (snapshot == null) {
            throw new AssertionError("nothing published: " + rendition);
        }
        return snapshot;
    }

    String full(String rendition) {
        return text(snapshot(rendition).full());
    }

    String delta(String rendition) {
        return text(snapshot(rendition).delta());
    }

    PlaylistText playlist(String rendition) {
        return PlaylistText.parse(full(rendition));
    }

    static String text(PlaylistBody body) {
        return StandardCharsets.UTF_8.decode(body.bytes(false)).toString();
    }

    private PublicationListener listener() {
        return new PublicationListener() {
            @Override
            public void published(LiveStream changed, String rendition) {
                heard.add(rendition);
            }

            @Override
            public void changed(LiveStream changed) {
                heard.add("*" + changed.state());
            }
        };
    }
}
