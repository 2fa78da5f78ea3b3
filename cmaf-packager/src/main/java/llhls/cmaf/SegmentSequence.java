package llhls.cmaf;

import java.util.Objects;
import llhls.cmaf.PackagerCounters.Event;
import llhls.cmaf.SegmentOpening.Presence;
import org.jspecify.annotations.Nullable;

/**
 * The segments of the leading track, one after the other: opens and ends them, publishes the leading rendition, announces
 * every cut to the followers, and keeps what the next media segment must carry.
 *
 * <p>Thread: confined to the media thread of its stream.
 */
final class SegmentSequence {

    private final StreamContext stream;
    private final @Nullable RenditionOutput output; // null when a follower publishes the leading track (audio only)

    private @Nullable Epoch epoch;
    private int run;
    private int nextRun;
    private boolean discontinuity = true; // a restart cannot be told from a first start (DEC-8)
    private long startTicks;

    SegmentSequence(StreamContext stream, @Nullable RenditionOutput output) {
        this.stream = stream;
        this.output = output;
    }

    /** The next media segment is a discontinuity, and its media belongs to {@code run}. */
    void breakBefore(int run) {
        nextRun = run;
        discontinuity = true;
    }

    /** The next media segment is a discontinuity. */
    void breakBefore() {
        discontinuity = true;
    }

    boolean breaks() {
        return discontinuity;
    }

    void epoch(Epoch next) {
        epoch = next;
        stream.counters().add(Event.EPOCHS);
    }

    Epoch epoch() {
        return Objects.requireNonNull(epoch, "no media yet");
    }

    boolean isOpen() {
        return stream.schedule().open() != null;
    }

    /** Whether the open segment has media. */
    boolean inMedia() {
        SegmentOpening open = stream.schedule().open();
        return open != null && !open.sourceMissing();
    }

    /** Time since the open, or else the latest, segment began. */
    long elapsed(long ticks) {
        return ticks - startTicks;
    }

    /** Opens a segment with a key frame: it carries a pending discontinuity and the new format. */
    void openFresh(long ticks) {
        run = nextRun;
        open(Presence.MEDIA, ticks, discontinuity);
        discontinuity = false;
    }

    /** Opens a segment that goes on with what was before. */
    void openContinued(Presence presence, long ticks) {
        open(presence, ticks, false);
    }

    private void open(Presence presence, long ticks, boolean breaks) {
        long anchor = presence == Presence.MEDIA
                ? stream.anchor().forNextSegment()
                : stream.anchor().current();
        SegmentOpening opening =
                stream.schedule().open(new SegmentOpening(0, epoch(), anchor, breaks, presence, run, ticks));
        startTicks = ticks;
        if (output != null) {
            output.open(opening, ticks, presence != Presence.MEDIA);
        }
    }

    /** Ends the open segment, whose parts are all out. */
    void end() {
        if (isOpen()) {
            if (output != null) {
                output.endSegment();
            }
            stream.schedule().end();
        }
    }

    /** Cuts a part up to {@code endTicks}; {@code part} is null when a follower holds the media. */
    void part(@Nullable OpenPart part, long endTicks, boolean last, long nowNs) {
        Cut cut = stream.schedule().cut(endTicks, false, last, nowNs);
        if (output != null && part != null) {
            output.publish(cut, part);
            part.clear();
        }
        stream.schedule().announce(cut);
    }

    /** A part without media. */
    void gap(long fromTicks, long endTicks, boolean last, long nowNs) {
        Cut cut = stream.schedule().cut(endTicks, true, last, nowNs);
        if (output != null) {
            stream.counters().add(Event.GAP_PARTS);
            output.publishGap(cut, fromTicks, endTicks);
        }
        stream.schedule().announce(cut);
    }
}
