package llhls.ingest.srt;

import java.time.Duration;
import llhls.ingest.srt.protocol.Passphrase;

/**
 * How an {@link SrtListener} receives.
 *
 * @param latencyMs least receive latency, 0..8000: the time lost packets have to be repaired; the caller may ask for more
 * @param release when payloads are handed on
 * @param receiveBufferPackets slots of each connection's receive buffer, a power of two
 * @param peerIdleTimeout silence after which a connection is closed
 * @param maxConnections connections at the same time; more are refused
 * @param passphrase what callers must encrypt with; {@link Passphrase#NONE} takes callers in the clear only
 */
public record SrtConfig(
        int latencyMs,
        ReleaseMode release,
        int receiveBufferPackets,
        Duration peerIdleTimeout,
        int maxConnections,
        Passphrase passphrase) {

    private static final int MAX_LATENCY_MS = 8000;
    private static final int MIN_BUFFER_PACKETS = 64;
    private static final int MAX_BUFFER_PACKETS = 1 << 17;

    public SrtConfig {
        check(latencyMs >= 0 && latencyMs <= MAX_LATENCY_MS, "latency=" + latencyMs + "ms must be 0ms to 8000ms");
        check(
                receiveBufferPackets >= MIN_BUFFER_PACKETS
                        && receiveBufferPackets <= MAX_BUFFER_PACKETS
                        && Integer.bitCount(receiveBufferPackets) == 1,
                "srt-receive-packets=" + receiveBufferPackets + " must be a power of two from 64 to 131072");
        check(
                peerIdleTimeout.compareTo(Duration.ofMillis(500)) >= 0,
                "peer-idle-timeout=" + peerIdleTimeout + " must be at least 500ms");
        check(maxConnections > 0, "srt-max-connections=" + maxConnections + " must be positive");
    }

    /** 120 ms, eager, 8192 packets, 5 s, 1000 connections, no encryption. */
    public static SrtConfig defaults() {
        return new SrtConfig(120, ReleaseMode.EAGER, 8192, Duration.ofSeconds(5), 1000, Passphrase.NONE);
    }

    /** The same with a passphrase. */
    public SrtConfig withPassphrase(Passphrase secret) {
        return new SrtConfig(latencyMs, release, receiveBufferPackets, peerIdleTimeout, maxConnections, secret);
    }

    private static void check(boolean valid, String message) {
        if (!valid) {
            throw new IllegalArgumentException(message);
        }
    }
}
