package llhls.ingest.srt;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Function;
import llhls.media.MediaSink;
import llhls.media.PublishGate;
import llhls.media.io.PayloadReceiver;
import llhls.media.time.Clock;

/** Accepts SRT publishers on one UDP port. Thread: any. */
public final class SrtListener implements AutoCloseable {

    private final InetSocketAddress address;

    @SuppressWarnings("UnusedMethod") // used by the next commits
    private SrtListener(InetSocketAddress address) {
        this.address = address;
    }

    /**
     * Binds and serves until {@link #close}.
     *
     * @param demuxer makes the receiver of an accepted publisher's payloads, called on the stream's media thread
     * @throws IOException with the fix in its message when the port cannot be bound
     */
    @SuppressWarnings({"UnusedVariable", "DoNotCallSuggester"}) // filled in by the next commits
    public static SrtListener open(
            InetSocketAddress bind,
            SrtConfig config,
            PublishGate gate,
            Function<MediaSink, PayloadReceiver> demuxer,
            Clock clock)
            throws IOException {
        throw new IOException("not implemented yet");
    }

    /** The bound address. */
    public InetSocketAddress address() {
        return address;
    }

    /** Refuses new publishers, says goodbye to the connected ones, then closes the port. */
    @Override
    public void close() {}
}
