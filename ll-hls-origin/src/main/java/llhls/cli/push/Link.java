package llhls.cli.push;

import java.io.IOException;
import java.util.Map;

/** An open connection to the server. Thread: {@link #send} from one thread. */
interface Link extends AutoCloseable {

    void send(byte[] bytes, int offset, int length);

    boolean isOpen();

    /** Why it closed; empty while it is open. */
    String closeReason();

    /** Counters under libsrt's names. */
    Map<String, Number> stats();

    @Override
    void close();

    /** Opens links to one server. */
    interface Connector {
        /** Blocks until connected or refused. */
        Link connect() throws IOException;
    }
}
