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
    private final Runnable onEnd;
    private final long sinceMillis;
    private long lastMediaNs;
    private boolean inert;

    /** {@code onEnd} runs when the publisher ends by itself, not after {@link #replace}. */
    Holder(Publisher publisher, MediaSink packager, Since since, Runnable onEnd) {
        this.publisher = publisher;
        this.packager = packager;
        this.onEnd = onEnd;
        this.sinceMillis = since.unixMillis();
        this.lastMediaNs = since.nanos();
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
            packager.tracks(count);
        }
    }

    @Override
    public void format(int track, TrackFormat format) {
        if (!inert) {
            packager.format(track, format);
        }
    }

    @Override
    public void accessUnit(AccessUnit unit) {
        if (!inert) {
            lastMediaNs = unit.lastByteNs();
            packager.accessUnit(unit);
        }
    }

    @Override
    public void newTimeBase() {
        if (!inert) {
            packager.newTimeBase();
        }
    }

    @Override
    public void lost() {
        if (!inert) {
            packager.lost();
        }
    }

    @Override
    public void finding(EncoderFinding finding) {
        if (!inert) {
            packager.finding(finding);
        }
    }

    @Override
    public void end() {
        if (!inert) {
            inert = true;
            packager.end();
            onEnd.run();
        }
    }
}
