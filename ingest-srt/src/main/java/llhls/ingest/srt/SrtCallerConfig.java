package llhls.ingest.srt;

import java.time.Duration;
import java.util.Optional;

/**
 * How an {@link SrtCaller} connects.
 *
 * @param streamId what to publish, such as {@code publish:live/shop1}; empty sends none
 * @param latencyMs receive latency proposed to the listener, 0..8000
 * @param connectTimeout how long the handshake may take
 * @param encryption empty to send in the clear
 */
public record SrtCallerConfig(
        String streamId, int latencyMs, Duration connectTimeout, Optional<SrtEncryption> encryption) {

    public SrtCallerConfig {
        if (latencyMs < 0 || latencyMs > 8000) {
            throw new IllegalArgumentException("latency=" + latencyMs + "ms must be 0ms to 8000ms");
        }
        if (connectTimeout.isZero() || connectTimeout.isNegative()) {
            throw new IllegalArgumentException("connect-timeout=" + connectTimeout + " must be positive");
        }
    }

    /** Sends in the clear. */
    public SrtCallerConfig(String streamId, int latencyMs, Duration connectTimeout) {
        this(streamId, latencyMs, connectTimeout, Optional.empty());
    }

    /** The same, encrypted. */
    public SrtCallerConfig with(SrtEncryption how) {
        return new SrtCallerConfig(streamId, latencyMs, connectTimeout, Optional.of(how));
    }

    /** 120 ms latency, 3 s to connect. */
    public static SrtCallerConfig of(String streamId) {
        return new SrtCallerConfig(streamId, 120, Duration.ofSeconds(3));
    }
}
