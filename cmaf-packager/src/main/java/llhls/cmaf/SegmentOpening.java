package llhls.cmaf;

/**
 * A segment as the leading track opens it, for all renditions.
 *
 * @param msn media sequence number
 * @param epoch its time lines
 * @param anchorMicros Unix microseconds of source time zero
 * @param discontinuity true when something changed before it
 * @param presence what of it exists
 * @param run which format run of the source its media belongs to: frames of other runs have no place in it
 * @param startTicks start in the leading track, media time, 90 kHz
 */
record SegmentOpening(
        long msn, Epoch epoch, long anchorMicros, boolean discontinuity, Presence presence, int run, long startTicks) {

    enum Presence {
        /** Every rendition has media. */
        MEDIA,
        /** Lost in the leading track; followers may have theirs. */
        LEADER_MISSING,
        /** No source: missing in every rendition. */
        SOURCE_MISSING
    }

    boolean sourceMissing() {
        return presence == Presence.SOURCE_MISSING;
    }
}
