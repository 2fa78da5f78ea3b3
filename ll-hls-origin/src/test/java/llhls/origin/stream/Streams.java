package llhls.origin.stream;

import llhls.media.StreamName;
import llhls.testing.ManualClock;

/** Streams for tests of other packages. */
public final class Streams {

    private Streams() {}

    /** One that nothing was published to. */
    public static LiveStream empty(String name) {
        PublicationListener nobody = new PublicationListener() {
            @Override
            public void published(LiveStream stream, String rendition) {}

            @Override
            public void changed(LiveStream stream) {}
        };
        return new LiveStream(StreamName.parse(name), 15, new RamSegmentStore(), nobody, new ManualClock());
    }
}
