package llhls.origin.stream;

import llhls.media.AccessUnit;
import llhls.media.EncoderFinding;
import llhls.media.MediaSink;
import llhls.media.Publisher;
import llhls.media.TrackFormat;

/**
 * The publisher that holds a stream, and the sink it writes to: notes when it last delivered, and when it goes.
 *
 * <p>Thread: confined to the stream's media thread, except {@link #publisher} and {@link #sinceMillis}.
 */
final class Holder implements MediaSink {

    private final Publisher publisher;
    private final MediaSink packager;
    private final Owner owner;
    private final long sinceMillis;
    private long lastMediaNs;
    private boolean inert;

    Holder(Publisher publisher, MediaSink packager, Since since, Owner owner) {
        this.publisher = publisher;
        this.packager = packager;
        this.owner = owner;
        this.sinceMillis = since.unixMillis();
        this.lastMediaNs = since.nanos();
    }

    /** Who let it in. Nothing is said any more after {@link #replace}. */
    interface Owner {
        /** The publisher ended by itself. */
        void publisherGone();

        /** The packager threw. */
        void failed(Throwable cause);
    }

    /** One instant on both clocks. */
    record Since(long unixMillis, long nanos) {}

    Publisher publisher() {
        return publisher;
    }

    long sinceMillis() {
        return sinceMillis;
    }

    /** Arrival of its last media, or its connection when there was none. */
    long lastMediaNs() {
        return lastMediaNs;
    }

    /** Whatever it still sends is ignored from here on. */
    void replace(String why) {
        inert = true;
        publisher.disconnect(why);
    }

    @Override
    public void tracks(int count) {
        if (!inert) {
            guarded(() -> packager.tracks(count));
        }
    }

    @Override
    public void format(int track, TrackFormat format) {
        if (!inert) {
            guarded(() -> packager.format(track, format));
        }
    }

    @Override
    public void accessUnit(AccessUnit unit) {
        if (!inert) {
            lastMediaNs = unit.lastByteNs();
            guarded(() -> packager.accessUnit(unit));
        }
    }

    @Override
    public void newTimeBase() {
        if (!inert) {
            guarded(packager::newTimeBase);
        }
    }

    @Override
    public void lost() {
        if (!inert) {
            guarded(packager::lost);
        }
    }

    @Override
    public void finding(EncoderFinding finding) {
        if (!inert) {
            guarded(() -> packager.finding(finding));
        }
    }

    @Override
    public void end() {
        if (!inert) {
            inert = true;
            guarded(packager::end);
            owner.publisherGone();
        }
    }

    /** The top of this stream's work: others on its thread go on, but it would stay silent for ever. */
    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            owner.failed(e);
        }
    }
}
