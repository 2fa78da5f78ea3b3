package llhls.ingest.ts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.random.RandomGenerator;
import llhls.media.io.Payload;
import llhls.media.io.PayloadPool;
import llhls.media.io.PayloadReceiver;

/** Gives a demuxer the bytes of a fixture, cut in many ways. */
final class Feed {

    static final int SRT_MESSAGE = 1316;

    private static final int MAX_MESSAGE = 1456;

    private final PayloadPool pool = new PayloadPool(MAX_MESSAGE, 4);
    private final PayloadReceiver receiver;
    private long nowNs;

    Feed(PayloadReceiver receiver) {
        this.receiver = receiver;
    }

    static byte[] fixture(String name) {
        try (InputStream in = Feed.class.getResourceAsStream("/ts/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no fixture " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of it in messages of one size, then the end. */
    static RecordingSink demux(byte[] ts) {
        RecordingSink sink = new RecordingSink();
        TsDemuxer demuxer = new TsDemuxer(sink);
        new Feed(demuxer).messages(ts, SRT_MESSAGE).idle(100_000_000).end();
        return sink;
    }

    Feed at(long ns) {
        nowNs = ns;
        return this;
    }

    long now() {
        return nowNs;
    }

    Feed message(byte[] bytes, int offset, int length) {
        return message(bytes, offset, length, false);
    }

    Feed message(byte[] bytes, int offset, int length, boolean lossBefore) {
        Payload payload = pool.take();
        System.arraycopy(bytes, offset, payload.bytes(), 0, length);
        payload.set(length, nowNs, lossBefore);
        receiver.payload(payload);
        payload.release();
        return this;
    }

    Feed messages(byte[] bytes, int size) {
        for (int at = 0; at < bytes.length; at += size) {
            message(bytes, at, Math.min(size, bytes.length - at));
        }
        return this;
    }

    Feed randomMessages(byte[] bytes, RandomGenerator random) {
        int at = 0;
        while (at < bytes.length) {
            int size = Math.min(1 + random.nextInt(MAX_MESSAGE), bytes.length - at);
            message(bytes, at, size);
            at += size;
        }
        return this;
    }

    Feed idle(long ns) {
        nowNs += ns;
        receiver.tick(nowNs);
        return this;
    }

    Feed end() {
        receiver.end();
        return this;
    }
}
