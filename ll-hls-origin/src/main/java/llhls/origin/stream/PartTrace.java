package llhls.origin.stream;

import java.util.concurrent.atomic.AtomicLong;
import llhls.cmaf.Part;
import llhls.media.time.Clock;

/**
 * The way of one part through the server, in Unix microseconds (DEC-16).
 *
 * <p>Thread: made and {@link #published} on the media thread, {@link #served} on any I/O thread, read by any.
 */
public final class PartTrace {

    private final String rendition;
    private final long msn;
    private final int index;
    private final long number;
    private final long firstByteInUs;
    private final long lastByteInUs;
    private final long cutUs;
    private volatile long publishedUs; // written once by the media thread
    private final AtomicLong firstServedUs = new AtomicLong(); // written by the first I/O thread that sends it

    PartTrace(String rendition, Part part, Clock clock) {
        this.rendition = rendition;
        this.msn = part.segment().msn();
        this.index = part.index();
        this.number = part.number();
        this.firstByteInUs = clock.unixMicros(part.trace().firstByteNs());
        this.lastByteInUs = clock.unixMicros(part.trace().lastByteNs());
        this.cutUs = clock.unixMicros(part.trace().cutNs());
    }

    void published(Clock clock) {
        publishedUs = clock.unixMicros(clock.nanoTime());
    }

    /** Notes the first sending; later ones change nothing. */
    public void served(Clock clock) {
        if (firstServedUs.get() == 0) {
            firstServedUs.compareAndSet(0, clock.unixMicros(clock.nanoTime()));
        }
    }

    public String rendition() {
        return rendition;
    }

    public long msn() {
        return msn;
    }

    public int index() {
        return index;
    }

    public long number() {
        return number;
    }

    public long firstByteInUs() {
        return firstByteInUs;
    }

    public long lastByteInUs() {
        return lastByteInUs;
    }

    public long cutUs() {
        return cutUs;
    }

    /** 0 until it is published. */
    public long publishedUs() {
        return publishedUs;
    }

    /** 0 until it is served. */
    public long firstServedUs() {
        return firstServedUs.get();
    }
}
