package llhls.cmaf;

/**
 * A part as the leading track cut it: the same numbers and the same interval hold for every rendition (DEC-6).
 *
 * @param segment the segment it belongs to
 * @param index position in the segment
 * @param number running number
 * @param endTicks where it ends in the leading track, media time, 90 kHz
 * @param gap true when the leading track has no media for it
 * @param last true when it is known to be the last of its segment
 * @param cutNs when it was decided
 */
record Cut(SegmentOpening segment, int index, long number, long endTicks, boolean gap, boolean last, long cutNs) {

    Cut withLast(boolean isLast) {
        return isLast == last ? this : new Cut(segment, index, number, endTicks, gap, isLast, cutNs);
    }
}
