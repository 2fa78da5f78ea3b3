package llhls.media.codec;

import java.util.ArrayList;
import java.util.List;
import llhls.media.ByteString;
import llhls.media.MalformedMediaException;
import llhls.media.VideoFormat;

/** Makes {@link VideoFormat}s of AVC parameter sets. */
public final class AvcFormats {

    private AvcFormats() {}

    /** The format of pictures that refer to {@code sps} by one of {@code pps}, whole NAL units without start codes. */
    public static VideoFormat of(ByteString sps, List<ByteString> pps) throws MalformedMediaException {
        H264Sps parsed = H264Sps.parse(sps.toByteArray(), 0, sps.length());
        List<ByteString> parameterSets = new ArrayList<>();
        parameterSets.add(sps);
        parameterSets.addAll(pps);
        return new VideoFormat(
                parameterSets,
                CodecStrings.avc(parsed.avc()),
                parsed.width(),
                parsed.height(),
                parsed.vui().sar(),
                parsed.vui().colour(),
                parsed.avc(),
                parsed.vui().frameDurationTicks());
    }
}
