package llhls.cmaf.fmp4;

/** The sample flags words CMAF needs (ISO/IEC 14496-12 §8.8.3.1): sample_depends_on and sample_is_non_sync_sample. */
public final class SampleFlags {

    /** An IDR picture, or any audio frame: depends on nothing. */
    public static final int SYNC = 0x02000000;

    /** A picture that others refer to. */
    public static final int REFERENCE = 0x01010000;

    /** A picture no other refers to. */
    public static final int DISPOSABLE = 0x01810000;

    private SampleFlags() {}

    public static int of(boolean keyFrame, boolean disposable) {
        if (keyFrame) {
            return SYNC;
        }
        return disposable ? DISPOSABLE : REFERENCE;
    }
}
