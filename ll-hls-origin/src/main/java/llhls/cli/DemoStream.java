package llhls.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import llhls.cli.config.BadValueException;
import llhls.cli.config.HostPort;
import llhls.cli.push.PushReport;
import llhls.cli.push.PushSession;
import llhls.cli.push.SrtUrl;
import llhls.cli.push.StopSignal;
import llhls.cli.push.TestPatternSource;
import llhls.media.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The test stream of {@code serve --demo}: published through the real SRT port, watched through the real HTTP port. */
final class DemoStream implements AutoCloseable {

    static final String NAME = "live/demo";

    private static final Logger log = LoggerFactory.getLogger(DemoStream.class);
    private static final int FRAMES_PER_SECOND = 30;
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final long CLOSE_MILLIS = 2_000;

    private final StopSignal stop = new StopSignal();
    private final Thread pusher;
    private final Thread watcher;

    private DemoStream(Server server, PrintWriter out) {
        pusher = new Thread(() -> push(server), "demo-push");
        watcher = new Thread(() -> announce(server, out), "demo-watch");
    }

    /** Starts publishing, and prints the address to watch once the stream plays. */
    static DemoStream start(Server server, PrintWriter out) {
        DemoStream demo = new DemoStream(server, out);
        demo.pusher.setDaemon(true);
        demo.watcher.setDaemon(true);
        demo.pusher.start();
        demo.watcher.start();
        return demo;
    }

    @Override
    public void close() {
        stop.stop();
        try {
            pusher.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void push(Server server) {
        try {
            SrtUrl url = SrtUrl.parse("srt://" + local(server.srt()) + "?streamid=" + NAME)
                    .with(server.passphrase());
            PushReport report = new PushReport(new PrintWriter(Writer.nullWriter()), false, "", "");
            PushSession.Options options = new PushSession.Options(true, Duration.ZERO);
            PushSession.Outcome outcome = PushSession.to(
                            url,
                            () -> new TestPatternSource(NAME, FRAMES_PER_SECOND, Clock.system()),
                            options,
                            report,
                            stop)
                    .run();
            log.info("demo stream ended: outcome={}", outcome);
        } catch (IOException | BadValueException e) {
            log.error("demo stream failed: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void announce(Server server, PrintWriter out) {
        StartBlock urls = StartBlock.of(server);
        URI playlist = URI.create("http://" + local(server.http()) + "/" + NAME + "/index.m3u8");
        try {
            PlaybackProbe probe = new PlaybackProbe();
            do {
                if (probe.plays(playlist)) {
                    out.println("The demo stream plays:  " + urls.watchUrl(NAME));
                    out.println("             playlist:  " + urls.playlistUrl(NAME));
                    out.println();
                    out.flush();
                    return;
                }
            } while (!stop.await(PAUSE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A wildcard is reached on loopback, of the family it is bound to. */
    private static HostPort local(InetSocketAddress bound) {
        boolean ipv6 = bound.getAddress() instanceof Inet6Address;
        return StartBlock.reachable(bound, ipv6 ? "::1" : "127.0.0.1");
    }
}
