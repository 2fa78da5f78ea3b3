package llhls.media;

/** A structure from the network that cannot be read. Caught in one place per connection, which counts it and resyncs or closes. */
public class MalformedMediaException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedMediaException(String message) {
        super(message, null, false, false); // without stack trace: hostile input must stay cheap
    }
}
