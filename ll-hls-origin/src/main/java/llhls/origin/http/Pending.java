package llhls.origin.http;

import io.undertow.server.HttpServerExchange;
import llhls.origin.stream.LiveStream;

/**
 * A request that may have to wait for a publication. Thread: its I/O thread.
 */
interface Pending {

    HttpServerExchange exchange();

    LiveStream stream();

    /** The rendition whose publication it waits for. */
    String rendition();

    /** Whether it can be answered now, well or badly. */
    boolean ready();

    /** Answers; only when {@link #ready}. */
    void answer();

    /** Answers that it was held for too long. */
    void heldTooLong();
}
