package llhls.ingest.srt.protocol;

/**
 * What a listener grants.
 *
 * @param localPort its UDP port, part of every cookie
 * @param latencyMs least receive latency
 * @param flowWindow packets a sender may have under way: the receive buffer
 * @param maxConnections at the same time, undecided ones included
 * @param maxUndecided waiting for a decision at the same time
 * @param decisionTimeoutNs how long a decision may take
 * @param passphrase what callers have to encrypt with; none means that they must not encrypt
 */
public record ListenerPolicy(
        int localPort,
        int latencyMs,
        int flowWindow,
        int maxConnections,
        int maxUndecided,
        long decisionTimeoutNs,
        Passphrase passphrase) {}
