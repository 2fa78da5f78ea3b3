package llhls.cmaf;

import llhls.media.AccessUnit;
import llhls.media.TrackFormat;

/** The track that decides where all renditions of the stream are cut: video, or audio when there is none. */
interface Leader {

    /** One unit of the leading track, later than the one before; false when it was dropped. */
    boolean accept(AccessUnit unit, long nowNs);

    /** Ends the running segment; the next key frame begins an epoch, with media of format run {@code run}. */
    void newEpoch(int run, long nowNs);

    /** From the next key frame on, media belongs to format run {@code run}: it opens a segment behind a discontinuity. */
    void newRun(int run, long nowNs);

    /** The leading track's own format from its next key frame on; {@link #newRun} comes with it. */
    void format(TrackFormat format);

    /** Other limits, from now on. */
    void plan(CutPlan plan, PartLimits limits);

    /** The source is missing: ends the running segment with the parts it has. */
    void suspend(long nowNs);

    /** Publishes one part without media, of regular length, in every rendition; {@code last} of its segment. */
    void gapPart(boolean last, long nowNs);
}
