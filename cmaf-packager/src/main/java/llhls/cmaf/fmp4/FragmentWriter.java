package llhls.cmaf.fmp4;

import java.nio.ByteBuffer;

/**
 * Writes the moof of a part and the header of its mdat, front to back into a given buffer, without allocating (CMAF §7.5,
 * brand cmf2: one traf, one trun, nothing left to trex).
 *
 * <p>{@code data_offset} counts from the moof, so a prft or emsg may be put in front by whoever hands out the buffer.
 * Thread: immutable.
 */
public final class FragmentWriter {

    private static final int MOOF = BoxWriter.fourCc("moof");
    private static final int MFHD = BoxWriter.fourCc("mfhd");
    private static final int TRAF = BoxWriter.fourCc("traf");
    private static final int TFHD = BoxWriter.fourCc("tfhd");
    private static final int TFDT = BoxWriter.fourCc("tfdt");
    private static final int TRUN = BoxWriter.fourCc("trun");
    private static final int MDAT = BoxWriter.fourCc("mdat");

    private static final int MFHD_LENGTH = BoxWriter.FULL_HEADER + 4;
    private static final int TFHD_LENGTH = BoxWriter.FULL_HEADER + 12;
    private static final int TFDT_LENGTH = BoxWriter.FULL_HEADER + 8;
    private static final int TRUN_FIXED_LENGTH = BoxWriter.FULL_HEADER + 8;

    // ISO/IEC 14496-12 §8.8.7.1
    private static final int TFHD_FLAGS = 0x020000 | 0x000020 | 0x000008; // base is moof; default flags, duration

    // ISO/IEC 14496-12 §8.8.8.1
    private static final int TRUN_DATA_OFFSET = 0x000001;
    private static final int TRUN_DURATION = 0x000100;
    private static final int TRUN_SIZE = 0x000200;
    private static final int TRUN_FLAGS = 0x000400;
    private static final int TRUN_COMPOSITION_OFFSET = 0x000800;

    private static final int TRACK_ID = 1;

    private final boolean video;

    private FragmentWriter(boolean video) {
        this.video = video;
    }

    /** Samples carry their own flags and, when one is not zero, composition offsets. */
    public static FragmentWriter forVideo() {
        return new FragmentWriter(true);
    }

    /** Every sample is a sync sample. */
    public static FragmentWriter forAudio() {
        return new FragmentWriter(false);
    }

    /** Length of moof and mdat header; the payload follows. */
    public int headerLength(SampleList samples) {
        return moofLength(samples) + BoxWriter.HEADER;
    }

    /**
     * Writes {@link #headerLength} bytes at the position of {@code out}.
     *
     * @param sequenceNumber of mfhd, taken modulo 2^32
     * @param decodeTime of the first sample, ticks of the track
     */
    public void writeHeader(SampleList samples, int sequenceNumber, long decodeTime, ByteBuffer out) {
        int start = out.position();
        int moofLength = moofLength(samples);
        BoxWriter.box(out, moofLength, MOOF);
        BoxWriter.fullBox(out, MFHD_LENGTH, MFHD, 0, 0);
        out.putInt(sequenceNumber);
        BoxWriter.box(out, moofLength - BoxWriter.HEADER - MFHD_LENGTH, TRAF);
        trackFragmentHeader(samples, out);
        BoxWriter.fullBox(out, TFDT_LENGTH, TFDT, 1, 0);
        out.putLong(decodeTime);
        trackRun(samples, moofLength + BoxWriter.HEADER, out);
        BoxWriter.box(out, Math.toIntExact(BoxWriter.HEADER + samples.payloadBytes()), MDAT);
        assert out.position() - start == headerLength(samples) : "moof length";
    }

    private int moofLength(SampleList samples) {
        return BoxWriter.HEADER + MFHD_LENGTH + BoxWriter.HEADER + TFHD_LENGTH + TFDT_LENGTH + trunLength(samples);
    }

    private int trunLength(SampleList samples) {
        return TRUN_FIXED_LENGTH + 4 * Integer.bitCount(columns(samples)) * samples.count();
    }

    private void trackFragmentHeader(SampleList samples, ByteBuffer out) {
        BoxWriter.fullBox(out, TFHD_LENGTH, TFHD, 0, TFHD_FLAGS);
        out.putInt(TRACK_ID);
        out.putInt(samples.duration(0));
        out.putInt(video ? SampleFlags.REFERENCE : SampleFlags.SYNC);
    }

    private void trackRun(SampleList samples, int dataOffset, ByteBuffer out) {
        int columns = columns(samples);
        BoxWriter.fullBox(out, trunLength(samples), TRUN, 1, columns | TRUN_DATA_OFFSET);
        out.putInt(samples.count());
        out.putInt(dataOffset);
        for (int i = 0; i < samples.count(); i++) {
            if ((columns & TRUN_DURATION) != 0) {
                out.putInt(samples.duration(i));
            }
            out.putInt(samples.size(i));
            if (video) {
                out.putInt(samples.flags(i));
            }
            if ((columns & TRUN_COMPOSITION_OFFSET) != 0) {
                out.putInt(samples.compositionOffset(i));
            }
        }
    }

    private int columns(SampleList samples) {
        int columns = TRUN_SIZE;
        columns |= samples.hasOneDuration() ? 0 : TRUN_DURATION;
        columns |= video ? TRUN_FLAGS : 0;
        columns |= video && samples.hasCompositionOffsets() ? TRUN_COMPOSITION_OFFSET : 0;
        return columns;
    }
}
