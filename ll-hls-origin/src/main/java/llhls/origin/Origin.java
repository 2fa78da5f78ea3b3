package llhls.origin;

import java.io.IOException;
import java.net.InetSocketAddress;
import llhls.cmaf.Packager;
import llhls.media.PublishGate;
import llhls.media.thread.MediaThreads;
import llhls.media.time.Clock;
import llhls.origin.http.HeldRequests;
import llhls.origin.http.OriginServer;
import llhls.origin.stream.CmafStreamPackager;
import llhls.origin.stream.StreamContext;
import llhls.origin.stream.StreamPackager;
import llhls.origin.stream.StreamRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The origin server: publishers come in through {@link #gate}, players over HTTP.
 *
 * <p>Thread: {@link #start} and {@link #close} one at a time, the rest any.
 */
public final class Origin implements AutoCloseable {

    private final OriginConfig config;
    private final Clock clock;
    private final HeldRequests held;
    private final StreamRegistry registry;
    private @Nullable OriginServer server; // set by start, cleared by close

    /** Packagers cut with the configuration's packager settings. */
    public Origin(OriginConfig config, MediaThreads threads, Clock clock) {
        this(config, threads, clock, sink -> new CmafStreamPackager(new Packager(config.packager(), sink, clock)));
    }

    Origin(OriginConfig config, MediaThreads threads, Clock clock, StreamPackager.Factory packagers) {
        this.config = config;
        this.clock = clock;
        this.held = new HeldRequests(config.limits(), clock);
        this.registry = new StreamRegistry(
                new StreamContext(config.windowSegments(), config.publisherConflict(), packagers, held, clock),
                threads);
    }

    /** Binds and serves; the message of the exception says how to cure it. */
    public void start() throws IOException {
        server = OriginServer.start(config.http(), config.limits(), registry, held, clock);
    }

    /** Where it listens; only between {@link #start} and {@link #close}. */
    public InetSocketAddress address() {
        OriginServer running = server;
        if (running == null) {
            throw new IllegalStateException("the origin is not running: call start first");
        }
        return running.address();
    }

    /** Where publishers ask for a stream. */
    public PublishGate gate() {
        return registry;
    }

    /** Refuses publishers, answers held requests with 503, then stops. No playlist gets an ENDLIST: players come back. */
    @Override
    public void close() {
        registry.refusePublishers();
        OriginServer running = server;
        if (running != null) {
            running.close();
            server = null;
        }
    }
}
