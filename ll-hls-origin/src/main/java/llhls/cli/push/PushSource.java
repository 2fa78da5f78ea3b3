package llhls.cli.push;

import java.io.IOException;
import llhls.ingest.ts.TsMuxer;

/** Makes transport stream packets in real time. Thread: confined to the pushing thread. */
public interface PushSource extends AutoCloseable {

    /** Sends what is due, waiting for it at most a second; false when nothing more will come. */
    boolean pump(TsMuxer.Output out) throws IOException, InterruptedException;

    @Override
    void close();

    /** Opens the source anew for each connection. */
    interface Factory {
        PushSource open() throws IOException;
    }
}
