package llhls.cmaf;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbers segments and parts (DEC-4) and tells the followers what the leading track decided.
 *
 * <p>Thread: confined to the media thread of its stream.
 */
final class CutSchedule {

    /** A rendition that is cut at the boundaries of the leading track. */
    interface Follower {
        /** A part of the leading track was cut. */
        void cut(Cut cut);

        /** The newest segment has ended with the part cut last. */
        void segmentEnded(SegmentOpening segment);
    }

    private static final long PARTS_PER_MSN = 4; // distance of the two counters at the start

    private final List<Follower> followers = new ArrayList<>();
    private long nextMsn;
    private long nextNumber;
    private @Nullable SegmentOpening open;
    private int nextIndex;

    CutSchedule(long firstMsn) {
        nextMsn = firstMsn;
        nextNumber = PARTS_PER_MSN * firstMsn;
    }

    void addFollower(Follower follower) {
        followers.add(follower);
    }

    long nextMsn() {
        return nextMsn;
    }

    /** A first MSN for a stream that begins after this one, so that neither counter repeats. */
    long firstMsnAfter() {
        return Math.max(nextMsn, (nextNumber + PARTS_PER_MSN - 1) / PARTS_PER_MSN);
    }

    /** The segment that is open, null between segments. */
    @Nullable
    SegmentOpening open() {
        return open;
    }

    /** How many parts the open segment has. */
    int partCount() {
        return nextIndex;
    }

    /** Takes over {@code opening} with the next number. */
    SegmentOpening open(SegmentOpening opening) {
        if (open != null) {
            throw new IllegalStateException("segment " + open.msn() + " is still open");
        }
        open = new SegmentOpening(
                nextMsn++,
                opening.epoch(),
                opening.anchorMicros(),
                opening.discontinuity(),
                opening.presence(),
                opening.run(),
                opening.startTicks());
        nextIndex = 0;
        return open;
    }

    /** Numbers the next part of the open segment; {@link #announce} it when the leading track has published it. */
    Cut cut(long endTicks, boolean gap, boolean last, long nowNs) {
        if (open == null) {
            throw new IllegalStateException("no segment is open");
        }
        Cut cut = new Cut(open, nextIndex++, nextNumber++, endTicks, gap, last, nowNs);
        if (last) {
            open = null;
        }
        return cut;
    }

    void announce(Cut cut) {
        followers.forEach(follower -> follower.cut(cut));
    }

    /** Ends the open segment, whose last part is out. */
    void end() {
        SegmentOpening ended = open;
        if (ended != null) {
            open = null;
            followers.forEach(follower -> follower.segmentEnded(ended));
        }
    }
}
