package llhls.cli.push;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import llhls.ingest.ts.TsFileReader;
import llhls.ingest.ts.TsMuxer;
import llhls.media.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A transport stream file, sent in real time by its own timestamps. Thread: confined to the pushing thread. */
public final class FileSource implements PushSource {

    private static final Logger log = LoggerFactory.getLogger(FileSource.class);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long TICKS_PER_SECOND = 90_000;
    private static final long LONGEST_WAIT_NS = NANOS_PER_SECOND / 10;
    /** Further behind, as after a suspended machine, time is given up instead of sending all at once. */
    private static final long MAX_BEHIND_NS = 2 * NANOS_PER_SECOND;

    private final TsFileReader file;
    private final boolean loop;
    private final Clock clock;
    private final LongConsumer waiter;
    private long startNs;
    private boolean batchRead; // the batch of the file is still to be sent

    private FileSource(TsFileReader file, boolean loop, Clock clock, LongConsumer waiter) {
        this.waiter = waiter;
        this.file = file;
        this.loop = loop;
        this.clock = clock;
        this.startNs = clock.nanoTime();
    }

    /**
     * Opens {@code path}; the message of the exception says what is wrong with it.
     *
     * @param loop start again at the end, without a seam
     */
    public static FileSource open(Path path, boolean loop, Clock clock) throws IOException {
        return open(path, loop, clock, LockSupport::parkNanos);
    }

    /** {@code waiter} lets so many nanoseconds pass, or fewer. */
    static FileSource open(Path path, boolean loop, Clock clock, LongConsumer waiter) throws IOException {
        return new FileSource(TsFileReader.open(path), loop, clock, waiter);
    }

    @Override
    public boolean pump(TsMuxer.Output out) throws IOException {
        while (batchRead || readBatch()) {
            long waitNs = waitNs();
            if (waitNs > 0) {
                waiter.accept(Math.min(waitNs, LONGEST_WAIT_NS));
                return true;
            }
            out.packets(file.bytes(), 0, file.length());
            batchRead = false;
        }
        return false;
    }

    private boolean readBatch() throws IOException {
        batchRead = file.next();
        if (!batchRead && loop) {
            file.restart();
            batchRead = file.next();
        }
        return batchRead;
    }

    /** Until the batch is due; not positive when it is. */
    private long waitNs() {
        long dueNs = startNs + file.sendTicks() * (NANOS_PER_SECOND / 1_000) / (TICKS_PER_SECOND / 1_000);
        long waitNs = dueNs - clock.nanoTime();
        if (waitNs < -MAX_BEHIND_NS) {
            startNs -= waitNs;
            return 0;
        }
        return waitNs;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            log.debug("file not closed: {}", e.toString());
        }
    }
}
