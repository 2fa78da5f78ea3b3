package llhls.cmaf.fmp4;

import java.nio.ByteBuffer;
import java.util.List;
import llhls.media.AudioFormat;
import llhls.media.ByteString;
import llhls.media.VideoFormat;
import org.mp4parser.Box;
import org.mp4parser.boxes.UnknownBox;

/**
 * The boxes inside a sample entry that the library does not know or writes wrongly (avcC of some high profiles, esds with an
 * explicit HE-AAC configuration), as opaque payloads.
 */
final class SampleEntryBoxes {

    private static final int NAL_TYPE_SPS = 7;
    private static final int NAL_TYPE_PPS = 8;
    private static final int MAX_PARAMETER_SETS = 31; // 5 bits in avcC
    private static final int MAX_AUDIO_CONFIG_BYTES = 64; // keeps every descriptor length in one byte

    private SampleEntryBoxes() {}

    /** AVCDecoderConfigurationRecord (ISO/IEC 14496-15 §5.3.3.1), NAL lengths of 4 bytes. */
    static Box avcC(VideoFormat format) {
        List<ByteString> sps = ofType(format, NAL_TYPE_SPS);
        List<ByteString> pps = ofType(format, NAL_TYPE_PPS);
        if (sps.isEmpty() || pps.isEmpty()) {
            throw new IllegalArgumentException("an AVC track needs an SPS and a PPS: " + format.parameterSets());
        }
        VideoFormat.AvcProfile avc = format.avc();
        ByteBuffer out = ByteBuffer.allocate(16 + lengthOf(sps) + lengthOf(pps));
        out.put((byte) 1).put((byte) avc.profile()).put((byte) avc.compatibility());
        out.put((byte) avc.level()).put((byte) (0xFC | 3));
        out.put((byte) (0xE0 | sps.size()));
        sps.forEach(set -> parameterSet(set, out));
        out.put((byte) pps.size());
        pps.forEach(set -> parameterSet(set, out));
        if (repeatsChroma(avc.profile())) {
            out.put((byte) (0xFC | avc.chromaFormat())).put((byte) (0xF8 | avc.bitDepthLuma() - 8));
            out.put((byte) (0xF8 | avc.bitDepthChroma() - 8)).put((byte) 0);
        }
        return box("avcC", out);
    }

    /** Colour description (ISO/IEC 14496-12 §12.1.5). */
    static Box colr(VideoFormat.Colour colour) {
        ByteBuffer out = ByteBuffer.allocate(11).putInt(BoxWriter.fourCc("nclx"));
        out.putShort((short) colour.primaries()).putShort((short) colour.transfer());
        out.putShort((short) colour.matrix()).put((byte) (colour.fullRange() ? 0x80 : 0));
        return box("colr", out);
    }

    /** Pixel aspect ratio (ISO/IEC 14496-12 §12.1.4). */
    static Box pasp(VideoFormat.Ratio sar) {
        return box("pasp", ByteBuffer.allocate(8).putInt(sar.horizontal()).putInt(sar.vertical()));
    }

    /** No sync sample in the moov; without the box all samples would be (ISO/IEC 14496-12 §8.6.2). */
    static Box emptyStss() {
        return box("stss", ByteBuffer.allocate(8).putLong(0));
    }

    /** Elementary stream descriptor (ISO/IEC 14496-14 §3.1.2) around the configuration as received. */
    static Box esds(AudioFormat format) {
        byte[] config = format.audioSpecificConfig().toByteArray();
        if (config.length == 0 || config.length > MAX_AUDIO_CONFIG_BYTES) {
            throw new IllegalArgumentException("AudioSpecificConfig of " + config.length + " bytes, expected 1 to "
                    + MAX_AUDIO_CONFIG_BYTES + ": send AAC-LC");
        }
        int decoderConfigLength = 13 + 2 + config.length;
        ByteBuffer out = ByteBuffer.allocate(4 + 5 + 2 + decoderConfigLength + 3);
        out.putInt(0); // version and flags
        out.put((byte) 3)
                .put((byte) (3 + 2 + decoderConfigLength + 3))
                .putShort((short) 0)
                .put((byte) 0);
        out.put((byte) 4).put((byte) decoderConfigLength).put((byte) 0x40).put((byte) (5 << 2 | 1));
        out.put(new byte[3]).putInt(0).putInt(0); // buffer size, maximum and average bit rate: unknown
        out.put((byte) 5).put((byte) config.length).put(config);
        out.put((byte) 6).put((byte) 1).put((byte) 2);
        return box("esds", out);
    }

    private static Box box(String type, ByteBuffer payload) {
        UnknownBox box = new UnknownBox(type);
        box.setData(payload.flip());
        return box;
    }

    private static boolean repeatsChroma(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    private static List<ByteString> ofType(VideoFormat format, int nalType) {
        return format.parameterSets().stream()
                .filter(set -> set.length() > 3 && set.length() <= 0xFFFF && (set.byteAt(0) & 0x1F) == nalType)
                .limit(MAX_PARAMETER_SETS)
                .toList();
    }

    private static void parameterSet(ByteString set, ByteBuffer out) {
        out.putShort((short) set.length()).put(set.toByteArray());
    }

    private static int lengthOf(List<ByteString> sets) {
        return sets.stream().mapToInt(set -> 2 + set.length()).sum();
    }
}
