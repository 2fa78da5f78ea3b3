package llhls.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import llhls.cli.config.HostPort;
import llhls.cli.config.ServerConfig;
import llhls.ingest.srt.SrtListener;
import llhls.ingest.srt.protocol.Passphrase;
import llhls.ingest.ts.TsDemuxer;
import llhls.media.thread.MediaThreads;
import llhls.media.time.Clock;
import llhls.origin.Origin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ingest, packager and origin wired together and running. Thread: any. */
final class Server implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Server.class);

    private final MediaThreads threads;
    private final Origin origin;
    private final SrtListener srt;
    private final Passphrase passphrase;
    private final AtomicBoolean closed = new AtomicBoolean(); // a signal and the end of the command may both close

    private Server(MediaThreads threads, Origin origin, SrtListener srt, Passphrase passphrase) {
        this.threads = threads;
        this.origin = origin;
        this.srt = srt;
        this.passphrase = passphrase;
    }

    /** Binds HTTP first, then SRT: encoders come in when players can be served. The message of the exception says the fix. */
    static Server start(ServerConfig config, Clock clock) throws IOException {
        MediaThreads threads = new MediaThreads(config.mediaThreads(), clock);
        Origin origin = new Origin(config.origin(), threads, clock);
        try {
            origin.start();
            SrtListener srt = SrtListener.open(config.srt(), config.srtReceive(), origin.gate(), TsDemuxer::new, clock);
            log.info("server started: http={} srt={}", text(origin.address()), text(srt.address()));
            return new Server(threads, origin, srt, config.srtReceive().passphrase());
        } catch (IOException e) {
            origin.close();
            threads.close();
            throw e;
        }
    }

    private static HostPort text(InetSocketAddress address) {
        return new HostPort(address.getAddress().getHostAddress(), address.getPort());
    }

    InetSocketAddress http() {
        return origin.address();
    }

    InetSocketAddress srt() {
        return srt.address();
    }

    /** What encoders have to encrypt with. */
    Passphrase passphrase() {
        return passphrase;
    }

    /** No new publishers, then answers to everyone who waits, then the threads. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            srt.close();
            origin.close();
            threads.close();
            log.info("server stopped");
        }
    }
}
