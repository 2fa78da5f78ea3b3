package llhls.cli.push;

import java.io.IOException;
import java.time.Duration;
import llhls.media.time.Clock;

/**
 * Publishes a source until it ends, the user stops it or the server refuses for good; connects again with growing pauses when
 * the server goes away.
 *
 * <p>Thread: {@link #run} on the pushing thread; stop it with the {@link StopSignal}.
 */
public final class PushSession {

    /** How it ended. */
    public enum Outcome {
        /** The source ended, its time was up, or the user stopped it. */
        DONE,
        /** The server could not be reached, or was lost, and reconnecting was not wanted. */
        LOST,
        /** The server refused for good. */
        REFUSED
    }

    private static final long FIRST_PAUSE_SECONDS = 1;
    private static final long LONGEST_PAUSE_SECONDS = 10;
    /** How often we ask for our own stream again; the server gives up the lost connection after some seconds. */
    private static final int MAX_CONFLICTS = 10;

    private final Link.Connector connector;
    private final PushSource.Factory source;
    private final Options options;
    private final PushReport report;
    private final StopSignal stop;
    private final Clock clock;
    private final Pauses pauses;

    // for the session
    private long startNs; // of the session, from the first picture on that of publishing
    private boolean published;
    private boolean
            maybeOurs; // the server may still hold a connection of ours: a lost one, or one we gave up too early
    // reset by each connection
    private long pauseSeconds = FIRST_PAUSE_SECONDS;
    private int conflicts;

    /**
     * @param reconnect try again when the server is away
     * @param duration how long to publish at most, zero for no limit
     */
    public record Options(boolean reconnect, Duration duration) {}

    PushSession(Link.Connector connector, PushSource.Factory source, Options options, Surroundings surroundings) {
        this.connector = connector;
        this.source = source;
        this.options = options;
        this.report = surroundings.report();
        this.stop = surroundings.stop();
        this.clock = surroundings.clock();
        this.pauses = surroundings.pauses();
        this.startNs = clock.nanoTime();
    }

    /** A session that publishes {@code source} to {@code url}. */
    public static PushSession to(
            SrtUrl url, PushSource.Factory source, Options options, PushReport report, StopSignal stop) {
        Clock clock = Clock.system();
        return new PushSession(
                () -> SrtLink.connect(url, clock), source, options, new Surroundings(report, stop, clock, stop::await));
    }

    /** Blocks until the end. */
    public Outcome run() throws IOException, InterruptedException {
        while (!isOver()) {
            try (Link link = connector.connect()) {
                maybeOurs = true;
                pauseSeconds = FIRST_PAUSE_SECONDS;
                conflicts = 0;
                report.connected();
                if (publish(link)) {
                    return Outcome.DONE;
                }
                report.lost(link.closeReason());
            } catch (SourceException e) {
                throw e.cause();
            } catch (IOException e) {
                report.notConnected(e);
                if (isFinal(e instanceof RefusedException refused ? refused.refusal() : Refusal.PASSING)) {
                    return Outcome.REFUSED;
                }
            }
            if (!options.reconnect()) {
                return Outcome.LOST;
            }
            pause();
        }
        return Outcome.DONE;
    }

    /** True when the source ended or the user stopped it, false when the connection was lost. */
    private boolean publish(Link link) throws SourceException, InterruptedException {
        try (PushSource opened = source.open()) {
            if (!published) {
                published = true;
                startNs = clock.nanoTime();
            }
            while (!isOver() && link.isOpen()) {
                if (!opened.pump(link::send)) {
                    return true;
                }
                report.stats(clock.nanoTime(), link::stats);
            }
            return link.isOpen();
        } catch (IOException e) {
            throw new SourceException(e);
        }
    }

    private boolean isFinal(Refusal refusal) {
        return switch (refusal) {
            case PASSING -> {
                maybeOurs = true;
                yield false;
            }
            case ALREADY_PUBLISHING -> !maybeOurs || !options.reconnect() || ++conflicts > MAX_CONFLICTS;
            case FINAL -> true;
        };
    }

    private boolean isOver() {
        boolean timeIsUp = !options.duration().isZero()
                && clock.nanoTime() - startNs - options.duration().toNanos() >= 0;
        return timeIsUp || stop.isStopped();
    }

    private void pause() throws InterruptedException {
        report.pause(pauseSeconds);
        if (!pauses.pause(Duration.ofSeconds(pauseSeconds))) {
            pauseSeconds = Math.min(2 * pauseSeconds, LONGEST_PAUSE_SECONDS);
        }
    }

    /** @param stop ends the session; {@code pauses} returns early with it */
    record Surroundings(PushReport report, StopSignal stop, Clock clock, Pauses pauses) {}

    /** Waits between two attempts. */
    interface Pauses {
        /** True when the session was stopped meanwhile. */
        boolean pause(Duration atMost) throws InterruptedException;
    }

    /** The source failed, which is no reason to connect again. */
    private static final class SourceException extends IOException {
        private static final long serialVersionUID = 1L;
        private final IOException cause;

        SourceException(IOException cause) {
            super(cause);
            this.cause = cause;
        }

        IOException cause() {
            return cause;
        }
    }
}
