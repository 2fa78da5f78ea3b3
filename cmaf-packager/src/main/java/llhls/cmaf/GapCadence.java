package llhls.cmaf;

/**
 * When to publish parts without media while the source is missing: as often as regular parts, counted from the last arrival,
 * so that blocked players go on (CMAF-072), and media that comes back in time finds its place free.
 *
 * <p>Thread: confined to the media thread of its stream.
 */
final class GapCadence {

    private final long partNs;
    private final int partsPerSegment;
    private long dueNs;
    private int index;

    /**
     * @param limits regular durations
     * @param lastMediaNs arrival of the last unit of the leading track
     */
    GapCadence(PartLimits limits, long lastMediaNs) {
        this.partNs = limits.plannedPart() * 100_000 / 9;
        this.partsPerSegment = (int) Math.max(1, limits.plannedSegment() / limits.plannedPart());
        this.dueNs = lastMediaNs + partNs;
    }

    boolean isDue(long nowNs) {
        return nowNs - dueNs >= 0;
    }

    /** Counts the part that is published now; true when it is the last of its segment. */
    boolean takeLast() {
        dueNs += partNs;
        index = (index + 1) % partsPerSegment;
        return index == 0;
    }
}
