package llhls.origin.http;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import llhls.media.time.Clock;
import llhls.origin.stream.StreamRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.Options;

/** The HTTP server: HTTP/1.1 and HTTP/2 over clear text on one port. Thread: any, one at a time. */
public final class OriginServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OriginServer.class);

    private static final int MIN_IO_THREADS = 2;
    private static final int WORKER_THREADS = 4;
    /** Explicit, since the default depends on the heap: 16 KiB less what a malloc adds. */
    private static final int BUFFER_BYTES = 16 * 1024 - 20;

    private static final int BACKLOG = 4_096;
    private static final int IDLE_MILLIS = 90_000;
    private static final int PARSE_MILLIS = 5_000;
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final int MAX_HEADERS = 64;
    private static final int MAX_PARAMETERS = 32;
    private static final long MAX_ENTITY_BYTES = 64 * 1024;
    private static final int MAX_STREAMS = 256;

    private final Undertow undertow;
    private final HeldRequests held;
    private final InFlight inFlight;

    private OriginServer(Undertow undertow, HeldRequests held, InFlight inFlight) {
        this.undertow = undertow;
        this.held = held;
        this.inFlight = inFlight;
    }

    /** Binds and serves. The message of the exception names the address and the cure. */
    public static OriginServer start(
            InetSocketAddress address, HttpLimits limits, StreamRegistry registry, HeldRequests held, Clock clock)
            throws IOException {
        InFlight inFlight = new InFlight(new OriginHandlers(registry, held, StaticFiles.load(), clock));
        Undertow undertow = build(address, limits, inFlight);
        try {
            undertow.start();
        } catch (RuntimeException e) { // Undertow wraps what the socket says
            undertow.stop();
            throw new IOException(
                    "cannot listen on " + address.getHostString() + ":" + address.getPort() + ": "
                            + (e.getCause() instanceof BindException bind ? bind.getMessage() : e.getMessage())
                            + " (stop the other server, or choose another port)",
                    e);
        }
        OriginServer server = new OriginServer(undertow, held, inFlight);
        log.info("http started: address={}", server.address());
        return server;
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
    }

    /** Answers the held requests with 503, lets running answers finish for a moment, then closes every connection. */
    @Override
    public void close() {
        try {
            held.refuseAll();
            inFlight.awaitIdle();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        undertow.stop();
        log.info("http stopped");
    }

    private static Undertow build(InetSocketAddress address, HttpLimits limits, HttpHandler handler) {
        int ioThreads = Math.max(MIN_IO_THREADS, Runtime.getRuntime().availableProcessors());
        return Undertow.builder()
                .addHttpListener(address.getPort(), address.getHostString())
                .setHandler(handler)
                .setIoThreads(ioThreads)
                .setWorkerThreads(WORKER_THREADS)
                .setBufferSize(BUFFER_BYTES)
                .setDirectBuffers(true)
                .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
                .setServerOption(UndertowOptions.HTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, MAX_STREAMS)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_MILLIS)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, PARSE_MILLIS)
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER_BYTES)
                .setServerOption(UndertowOptions.MAX_HEADERS, MAX_HEADERS)
                .setServerOption(UndertowOptions.MAX_PARAMETERS, MAX_PARAMETERS)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, MAX_ENTITY_BYTES)
                .setSocketOption(Options.BACKLOG, BACKLOG)
                .setSocketOption(Options.SEND_BUFFER, limits.sendBufferBytes())
                .setSocketOption(
                        Options.WRITE_TIMEOUT,
                        Math.toIntExact(limits.writeTimeout().toMillis()))
                .build();
    }
}
