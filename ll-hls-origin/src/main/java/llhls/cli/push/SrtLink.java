package llhls.cli.push;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import llhls.ingest.srt.SrtCaller;
import llhls.ingest.srt.SrtCallerConfig;
import llhls.ingest.srt.SrtException;
import llhls.media.time.Clock;

/** A {@link Link} over SRT. */
final class SrtLink implements Link {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final SrtCaller caller;

    private SrtLink(SrtCaller caller) {
        this.caller = caller;
    }

    static Link connect(SrtUrl url, Clock clock) throws IOException {
        SrtCallerConfig config =
                new SrtCallerConfig(url.streamId(), url.latencyMs(), CONNECT_TIMEOUT, url.encryption());
        try {
            return new SrtLink(SrtCaller.connect(url.server().resolve(), config, clock));
        } catch (SrtException e) {
            throw new RefusedException(Refusal.of(e.rejectionCode()), String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        caller.send(bytes, offset, length);
    }

    @Override
    public boolean isOpen() {
        return caller.isOpen();
    }

    @Override
    public String closeReason() {
        return caller.closeReason();
    }

    @Override
    public Map<String, Number> stats() {
        return caller.stats();
    }

    @Override
    public void close() {
        caller.close();
    }
}
