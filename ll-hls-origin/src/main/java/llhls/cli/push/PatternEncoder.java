package llhls.cli.push;

import java.nio.ByteBuffer;
import org.jcodec.codecs.h264.H264Encoder;
import org.jcodec.codecs.h264.encode.RateControl;
import org.jcodec.codecs.h264.io.model.SliceType;
import org.jcodec.common.model.Picture;
import org.jcodec.common.model.Size;

/** H.264 Baseline of the test pattern in plain Java. Thread: confined to the encoder's thread. */
final class PatternEncoder {

    private static final int MOTION_SEARCH = 4; // twice as fast as the default, and the pattern moves no further
    private static final int KEY_QUANTISER = 20;
    private static final int QUANTISER = 24;
    private static final int LARGEST_BYTES = 2 * PatternPicture.WIDTH * PatternPicture.HEIGHT;

    private final H264Encoder encoder = new H264Encoder(new FixedQuantiser());
    private final ByteBuffer out = ByteBuffer.allocate(LARGEST_BYTES);
    private int sinceKeyFrame;

    PatternEncoder() {
        encoder.setMotionSearchRange(MOTION_SEARCH);
    }

    /** The access unit of {@code picture} as Annex B bytes; a key frame carries the parameter sets. */
    byte[] encode(Picture picture, boolean keyFrame) {
        sinceKeyFrame = keyFrame ? 0 : sinceKeyFrame + 1;
        out.clear();
        // not encodeFrame, which counts frames to the next key frame: ours belong to full seconds, also when frames are
        // skipped
        ByteBuffer unit =
                encoder.doEncodeFrame(picture, out, keyFrame, sinceKeyFrame, keyFrame ? SliceType.I : SliceType.P);
        byte[] bytes = new byte[unit.remaining()];
        unit.get(bytes);
        return bytes;
    }

    /** Constant quality: the pattern is the same all the time, so the rate is too. */
    private static final class FixedQuantiser implements RateControl {
        @Override
        public int startPicture(Size size, int maxSize, SliceType type) {
            return type == SliceType.I ? KEY_QUANTISER : QUANTISER;
        }

        @Override
        public int initialQpDelta() {
            return 0;
        }

        @Override
        public int accept(int bits) {
            return 0;
        }
    }
}
