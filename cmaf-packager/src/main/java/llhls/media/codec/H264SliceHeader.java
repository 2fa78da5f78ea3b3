package llhls.media.codec;

import llhls.media.MalformedMediaException;
import llhls.media.io.BitReader;

/**
 * The first fields of a slice header (ISO/IEC 14496-10 §7.3.3). Reusable: {@link #read} overwrites the slice read before.
 *
 * <p>Thread: confined to its owner.
 */
public final class H264SliceHeader {

    /** All fields read here, with the longest codes, are shorter. */
    private static final int PREFIX_BYTES = 24;

    private static final int SLICE_TYPES = 5;
    private static final int B_SLICE = 1;

    private final byte[] rbsp = new byte[PREFIX_BYTES];
    private final BitReader in = new BitReader(rbsp, 0, 0);

    private int sliceType;
    private int ppsId;
    private int frameNum;
    private boolean fieldPicture;
    private boolean bottomField;

    /** Reads up to pic_parameter_set_id, which needs no parameter set. */
    public void read(byte[] nal, int offset, int length) throws MalformedMediaException {
        int prefix = NalUnits.unescape(nal, offset + 1, length - 1, rbsp);
        in.wrap(rbsp, 0, prefix);
        in.ue(); // first_mb_in_slice
        sliceType = in.ue(9, "slice_type");
        ppsId = in.ue(255, "pic_parameter_set_id");
        frameNum = 0;
        fieldPicture = false;
        bottomField = false;
    }

    /** Reads on to the field flags, by the SPS that {@link #ppsId} leads to. */
    public void readFrame(H264Sps sps) throws MalformedMediaException {
        if (sps.separateColourPlanes()) {
            in.skip(2);
        }
        frameNum = in.bits(sps.log2MaxFrameNum());
        if (!sps.frameMbsOnly()) {
            fieldPicture = in.flag();
            bottomField = fieldPicture && in.flag();
        }
    }

    /** True for a B slice: slice_type 1 or 6. */
    public boolean isBidirectional() {
        return sliceType % SLICE_TYPES == B_SLICE;
    }

    public int ppsId() {
        return ppsId;
    }

    public int frameNum() {
        return frameNum;
    }

    /** True for one field of an interlaced frame. */
    public boolean fieldPicture() {
        return fieldPicture;
    }

    public boolean bottomField() {
        return bottomField;
    }
}
