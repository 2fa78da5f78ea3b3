package llhls.origin.stream;

import llhls.cmaf.PartSink;
import llhls.media.MediaSink;

/** What the registry needs of a packager. Thread: the stream's media thread. */
public interface StreamPackager {

    /** A new publisher: the sink of the one before becomes inert. */
    MediaSink connect();

    /** About every 10 ms. */
    void tick(long nowNs);

    /** Makes the packager of a new stream. */
    interface Factory {
        StreamPackager create(PartSink sink);
    }
}
