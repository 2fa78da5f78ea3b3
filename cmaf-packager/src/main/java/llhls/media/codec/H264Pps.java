package llhls.media.codec;

import llhls.media.MalformedMediaException;
import llhls.media.io.BitReader;

/**
 * The ids of a picture parameter set (ISO/IEC 14496-10 §7.3.2.2).
 *
 * @param id 0..255
 * @param spsId the sequence parameter set it refers to, 0..31
 */
public record H264Pps(int id, int spsId) {

    /** Two ids take at most 17 + 11 bits. */
    private static final int ID_BYTES = 8;

    /** Reads a whole NAL unit, its header byte included. */
    public static H264Pps parse(byte[] nal, int offset, int length) throws MalformedMediaException {
        if (length < 2 || NalUnits.type(nal[offset]) != NalUnits.PPS) {
            throw new MalformedMediaException("not a picture parameter set: length=" + length);
        }
        byte[] rbsp = new byte[ID_BYTES];
        int rbspLength = NalUnits.unescape(nal, offset + 1, length - 1, rbsp);
        BitReader in = new BitReader(rbsp, 0, rbspLength);
        return new H264Pps(in.ue(255, "pic_parameter_set_id"), in.ue(31, "seq_parameter_set_id"));
    }
}
