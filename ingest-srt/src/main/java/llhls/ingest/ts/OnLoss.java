package llhls.ingest.ts;

/** What happens to pictures whose reference was lost. */
public enum OnLoss {
    /** {@link #FREEZE} when key frames come at least every 2 s, else {@link #PASS}. */
    AUTO,
    /** The last good picture stands until the next key frame. */
    FREEZE,
    /** Pictures go on, with artefacts until the next key frame. */
    PASS
}
