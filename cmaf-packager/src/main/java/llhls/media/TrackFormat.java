package llhls.media;

import llhls.media.time.Timescale;

/** What a decoder must know before the first sample of a track. Two equal formats have the same init segment. */
public sealed interface TrackFormat permits VideoFormat, AudioFormat {

    /** RFC 6381 string, such as {@code avc1.64001f}. */
    String codecs();

    /** The clock of the track's samples in CMAF. */
    Timescale timescale();
}
