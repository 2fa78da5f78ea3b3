package llhls.media;

import java.util.Map;

/** The connection behind a published stream, as the rest of the program sees it. Thread: any. */
public interface Publisher {

    /** {@code srt}, {@code rtmp}. */
    String protocol();

    /** Remote {@code address:port}. */
    String remote();

    /** Immutable snapshot of the connection's counters, under the names operators know from libsrt. */
    Map<String, Number> stats();

    /** Closes the connection; {@code why} is for the log. */
    void disconnect(String why);
}
