package llhls.ingest.ts;

import java.util.ArrayList;
import java.util.List;
import llhls.media.TrackFormat;
import org.jspecify.annotations.Nullable;

/**
 * A jump of one track that may be a new time base of the whole program: the units of the new base are held until the other
 * tracks have decided it.
 *
 * <p>Thread: confined to its timeline.
 */
final class TimeBaseChange {

    /** A unit of the new base, with the format to announce before it. */
    record Held(TrackTimeline track, EsUnit unit, @Nullable TrackFormat format) {}

    private static final int MAX_UNITS = 256;
    private static final long MAX_BYTES = 8 << 20;

    private final TrackTimeline origin;
    private final long shiftTicks;
    private final long sinceNs;
    private final List<Held> held = new ArrayList<>();
    private long heldBytes;
    private boolean leadingStayed;

    /** @param shiftTicks how far the new base is from where {@code origin} was expected */
    TimeBaseChange(TrackTimeline origin, long shiftTicks, long sinceNs) {
        this.origin = origin;
        this.shiftTicks = shiftTicks;
        this.sinceNs = sinceNs;
    }

    TrackTimeline origin() {
        return origin;
    }

    long shiftTicks() {
        return shiftTicks;
    }

    long sinceNs() {
        return sinceNs;
    }

    /** Keeps a copy of the unit; false when no more should be held. */
    boolean hold(TrackTimeline track, EsUnit unit) {
        track.onNextBase = true;
        held.add(new Held(track, unit.copy(), track.takeFormat()));
        heldBytes += unit.length;
        return held.size() < MAX_UNITS && heldBytes < MAX_BYTES;
    }

    List<Held> held() {
        return held;
    }

    /** The leading track went on as if nothing had happened. */
    void leadingStayed() {
        leadingStayed = true;
    }

    /** True when the jump was one track's alone. */
    boolean isRefuted(TrackTimeline leading) {
        return origin != leading && leadingStayed;
    }
}
