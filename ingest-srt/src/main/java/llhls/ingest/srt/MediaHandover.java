package llhls.ingest.srt;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import llhls.media.MediaSink;
import llhls.media.PublishGate;
import llhls.media.io.Payload;
import llhls.media.io.PayloadReceiver;
import llhls.media.thread.Mailbox;
import llhls.media.thread.MediaThread;
import org.jspecify.annotations.Nullable;

/**
 * Brings the payloads of one publisher to its media thread and releases them there. A slow media thread loses payloads
 * here, never in the receive buffer.
 *
 * <p>Thread: {@link #payload} and {@link #end} on the event loop; the receiver runs on the media thread.
 */
final class MediaHandover {

    private static final int CAPACITY = 4096;

    private final MediaThread thread;
    private final Mailbox<Payload> mailbox;
    private final LongAdder dropped = new LongAdder(); // written by the event loop, read by statistics
    private boolean lossBeforeNext; // event loop only
    private @Nullable PayloadReceiver receiver; // media thread only
    private MediaThread.@Nullable Ticker ticker; // media thread only

    MediaHandover(PublishGate.Accepted accepted, Function<MediaSink, PayloadReceiver> demuxer) {
        thread = accepted.thread();
        mailbox = new Mailbox<>(thread, CAPACITY, this::consume);
        thread.execute(() -> start(demuxer.apply(accepted.sink())));
    }

    /** Hands a payload over, or drops it when the media thread is far behind. */
    void payload(Payload owned) {
        if (lossBeforeNext) {
            owned.markLossBefore();
        }
        lossBeforeNext = !mailbox.offer(owned);
        if (lossBeforeNext) {
            owned.release();
            dropped.increment();
        }
    }

    /** Nothing follows. */
    void end() {
        thread.execute(this::finish);
    }

    /** Payloads the media thread was too slow for. */
    long dropped() {
        return dropped.sum();
    }

    private void start(PayloadReceiver made) {
        receiver = made;
        ticker = made::tick;
        thread.addTicker(ticker);
    }

    private void consume(Payload payload) {
        try {
            if (receiver != null) {
                receiver.payload(payload);
            }
        } finally {
            payload.release();
        }
    }

    private void finish() {
        if (ticker != null) {
            thread.removeTicker(ticker);
        }
        try {
            mailbox.consumeWaiting();
        } finally {
            endReceiver();
        }
    }

    private void endReceiver() {
        PayloadReceiver ended = receiver;
        receiver = null;
        if (ended != null) {
            ended.end();
        }
    }
}
