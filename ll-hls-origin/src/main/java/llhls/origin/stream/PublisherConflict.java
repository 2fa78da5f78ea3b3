package llhls.origin.stream;

/** What happens when a second publisher wants a stream while the first delivers (DEC-10). */
public enum PublisherConflict {
    /** The one that came first keeps the stream. */
    REJECT,
    /** The newest wins, at most three times in 30 seconds. */
    TAKEOVER
}
