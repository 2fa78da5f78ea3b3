package llhls.ingest.srt;

/** When a received payload is handed on. Nothing of it is visible to the peer. */
public enum ReleaseMode {
    /** At once while packets are contiguous; only a gap waits, at most until the latency is used up. */
    EAGER,
    /** Each packet at its play time, the negotiated latency after its sending: constant delay. */
    TSBPD
}
