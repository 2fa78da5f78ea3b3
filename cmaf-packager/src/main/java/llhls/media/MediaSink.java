package llhls.media;

/**
 * Where the media of one publisher goes: the seam between ingest and packager.
 *
 * <p>Order: {@link #tracks} first, {@link #format} of a track before its first access unit, then access units of a track in
 * decoding order (tracks interleave as they arrive), {@link #end} last. After {@code end} every call is ignored.
 *
 * <p>Thread: all calls come from the media thread of the stream.
 */
public interface MediaSink {

    /** How many tracks the source announced (PMT, metadata); called again when that changes. */
    void tracks(int count);

    /** The format of track {@code track}, valid from its next access unit on. A repeated equal format is ignored. */
    void format(int track, TrackFormat format);

    /** One access unit; the bytes are borrowed until this returns. */
    void accessUnit(AccessUnit unit);

    /**
     * The source's time base changed for all tracks together (DEC-8): the next access unit of every track is on the new base.
     */
    void newTimeBase();

    /** Media was lost on the way in; the tracks go on with what arrives next. For counting only. */
    void lost();

    /** Something the encoder should do differently. */
    void finding(EncoderFinding finding);

    /** The publisher is gone. */
    void end();
}
