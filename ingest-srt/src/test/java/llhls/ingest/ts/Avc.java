package llhls.ingest.ts;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/** AVC access units of test streams: valid heads, random bodies. */
final class Avc {

    static final byte[] AUD = {9, (byte) 0xF0};
    static final byte[] SEI = {6, 5, 4, 1, 2, 3, 4, (byte) 0x80};
    static final byte[] RECOVERY_POINT = {6, 6, 1, (byte) 0xC4, (byte) 0x80};
    static final byte[] FILLER = {12, -1, -1, -1, -1, -1, (byte) 0x80};
    static final byte[] SPS = sps(0, 20, true);
    static final byte[] SPS_INTERLACED = sps(0, 20, false);
    static final byte[] PPS = pps(0, 0);

    private Avc() {}

    /** Main profile, {@code widthMbs} x 8 macroblocks (or 16 rows of field pairs). */
    static byte[] sps(int id, int widthMbs, boolean frameMbsOnly) {
        BitString sps = new BitString().u(8, 77).u(8, 0).u(8, 30).ue(id);
        sps.ue(0).ue(2); // log2_max_frame_num 4, poc type 2
        sps.ue(1).flag(false).ue(widthMbs - 1).ue(7).flag(frameMbsOnly);
        if (!frameMbsOnly) {
            sps.flag(false);
        }
        sps.flag(true).flag(false).flag(false);
        return BitString.nal(0x67, sps.rbsp());
    }

    static byte[] pps(int id, int spsId) {
        return pps(id, spsId, 0);
    }

    /** @param qp makes pictures sets that differ */
    static byte[] pps(int id, int spsId, int qp) {
        return BitString.nal(
                0x68,
                new BitString()
                        .ue(id)
                        .ue(spsId)
                        .flag(false)
                        .flag(false)
                        .ue(0)
                        .ue(qp)
                        .rbsp());
    }

    /** What a slice says before its data. */
    record Slice(boolean idr, int refIdc, int firstMb, int ppsId, int frameNum, int field) {

        static final Slice IDR = new Slice(true, 3, 0, 0, 0, FRAME);
        static final Slice P = new Slice(false, 2, 0, 0, 1, FRAME);
        static final Slice B = new Slice(false, 0, 0, 0, 2, FRAME);

        Slice firstMb(int mb) {
            return new Slice(idr, refIdc, mb, ppsId, frameNum, field);
        }

        Slice pps(int id) {
            return new Slice(idr, refIdc, firstMb, id, frameNum, field);
        }

        /** Field of an interlaced frame. */
        Slice field(int number, int which) {
            return new Slice(idr, refIdc, firstMb, ppsId, number, which);
        }
    }

    static final int FRAME = 0;
    static final int PROGRESSIVE_OF_INTERLACED = 1;
    static final int TOP = 2;
    static final int BOTTOM = 3;

    /** A slice NAL unit of {@code length} bytes; equal arguments make equal bytes. */
    static byte[] slice(Slice s, int length) {
        BitString head = new BitString()
                .ue(s.firstMb())
                .ue(s.idr() ? 7 : s.refIdc() == 0 ? 6 : 5)
                .ue(s.ppsId())
                .u(4, s.frameNum());
        if (s.field() != FRAME) {
            head.flag(s.field() != PROGRESSIVE_OF_INTERLACED);
            if (s.field() != PROGRESSIVE_OF_INTERLACED) {
                head.flag(s.field() == BOTTOM);
            }
        }
        byte[] start = head.rbsp();
        byte[] rbsp = new byte[Math.max(length, start.length + 5)];
        new Random(length * 31L + s.hashCode()).nextBytes(rbsp);
        System.arraycopy(start, 0, rbsp, 0, start.length);
        rbsp[rbsp.length - 1] = (byte) 0x80;
        return BitString.nal((s.refIdc() << 5) | (s.idr() ? 5 : 1), rbsp);
    }

    /** NAL units with 4-byte start codes. */
    static byte[] annexB(byte[]... nals) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] nal : nals) {
            out.writeBytes(new byte[] {0, 0, 0, 1});
            out.writeBytes(nal);
        }
        return out.toByteArray();
    }

    /** NAL units with 4-byte lengths, as samples have them. */
    static byte[] sample(byte[]... nals) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] nal : nals) {
            int n = nal.length;
            out.writeBytes(new byte[] {(byte) (n >> 24), (byte) (n >> 16), (byte) (n >> 8), (byte) n});
            out.writeBytes(nal);
        }
        return out.toByteArray();
    }

    static byte[] idr(int length) {
        return annexB(AUD, SPS, PPS, slice(Slice.IDR, length));
    }

    static byte[] p(int length) {
        return annexB(AUD, slice(Slice.P, length));
    }

    static byte[] b(int length) {
        return annexB(AUD, slice(Slice.B, length));
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }
}
