package llhls.ingest.ts;

import llhls.media.EncoderFinding;
import llhls.media.TrackFormat;

/** Where an assembler gives its units. Thread: confined to its demuxer. */
interface EsOutput {

    /** Valid from the next unit on. */
    void format(TrackFormat format);

    /** A complete unit, borrowed until this returns. */
    void unit(EsUnit unit);

    /** Media is missing. */
    void lost();

    void finding(EncoderFinding finding);

    /** The multiplexer holds audio back until it has a PES packet of {@code frames} frames, {@code burstTicks} long. */
    void audioInBursts(int frames, long burstTicks);
}
