package llhls.cli.config;

/** How the value of a key is written. */
public interface ValueType<T> {

    T parse(String text) throws BadValueException;

    /** What {@link #parse} takes, to complete "accepted: ...". */
    String accepted();

    /** True when no message may repeat a value. */
    default boolean isSecret() {
        return false;
    }
}
