package llhls.cli.push;

import java.io.IOException;
import java.nio.file.Path;
import llhls.ingest.ts.TsMuxer;
import llhls.media.time.Clock;

/** A transport stream file, sent in real time. Thread: confined to the pushing thread. */
public final class FileSource implements PushSource {

    private FileSource() {}

    /** @param loop start again at the end */
    @SuppressWarnings("DoNotCallSuggester")
    public static FileSource open(Path file, boolean loop, Clock clock) throws IOException {
        throw new IOException("files cannot be sent yet: " + file + loop + clock);
    }

    @Override
    public boolean pump(TsMuxer.Output out) {
        return false;
    }

    @Override
    public void close() {}
}
