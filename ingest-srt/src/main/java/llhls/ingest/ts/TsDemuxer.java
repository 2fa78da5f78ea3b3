package llhls.ingest.ts;

import java.util.Map;
import llhls.media.MediaSink;
import llhls.media.io.Payload;
import llhls.media.io.PayloadReceiver;

/**
 * Turns the bytes of one publisher's transport stream into complete access units, each as soon as its last byte is in.
 *
 * <p>Thread: confined to the media thread of the stream.
 */
public final class TsDemuxer implements PayloadReceiver {

    private final MediaSink sink;

    public TsDemuxer(MediaSink sink) {
        this.sink = sink;
    }

    @Override
    public void payload(Payload payload) {}

    @Override
    public void tick(long nowNs) {}

    @Override
    public void end() {
        sink.end();
    }

    /** Immutable snapshot of the counters. */
    public Map<String, Number> counters() {
        return Map.of();
    }
}
