package llhls.cli.config;

/** A text that is not a value of its type; the message is a hint for the person who wrote it, possibly empty. */
public final class BadValueException extends Exception {

    private static final long serialVersionUID = 1L;

    public BadValueException(String hint) {
        super(hint);
    }

    /** What to write instead, or empty. */
    public String hint() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
