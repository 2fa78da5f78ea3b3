package llhls.cli.push;

import java.nio.ByteBuffer;
import org.jcodec.codecs.aac.ADTSParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AudioLoopTest {

    private final AudioLoop loop = AudioLoop.load();

    @Test
    void theLoopIsExactlyEightSecondsOfAacLcAt48Khz() {
        assertThat(loop.frameCount()).isEqualTo(AudioLoop.FRAMES);
        assertThat(AudioLoop.FRAMES * AudioLoop.SAMPLES_PER_FRAME).isEqualTo(8 * AudioLoop.SAMPLE_RATE);
        for (int i = 0; i < AudioLoop.FRAMES; i++) {
            byte[] frame = loop.frame(i);
            ADTSParser.Header header = ADTSParser.read(ByteBuffer.wrap(frame));
            assertThat(header.getSize()).as("frame %d", i).isEqualTo(frame.length);
            assertThat(header.getObjectType()).isEqualTo(2);
            assertThat(header.getSamplingIndex()).isEqualTo(3);
            assertThat(header.getChanConfig()).isEqualTo(2);
            assertThat(frame[6] & 3).as("one raw data block").isZero();
        }
    }

    @Test
    void givenAnIndexPastTheEnd_whenAsked_thenTheLoopStartsAgain() {
        assertThat(loop.frame(AudioLoop.FRAMES)).isSameAs(loop.frame(0));
        assertThat(loop.frame(1_000_000L * AudioLoop.FRAMES + 7)).isSameAs(loop.frame(7));
    }

    @Test
    void aFrameLastsAWholeNumberOfTicks() {
        assertThat(AudioLoop.TICKS_PER_FRAME * (long) AudioLoop.SAMPLE_RATE)
                .isEqualTo(90_000L * AudioLoop.SAMPLES_PER_FRAME);
    }

    @Test
    void aYearOfFramesLastsAYear() {
        assertThat(AudioLoop.durationNs(1)).isEqualTo(21_333_333L);
        assertThat(AudioLoop.durationNs(375)).isEqualTo(8_000_000_000L);
        assertThat(AudioLoop.durationNs(365L * 24 * 3_600 / 8 * 375)).isEqualTo(365L * 24 * 3_600 * 1_000_000_000L);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "8000,0", "4000,187", "1772444407999,374"})
    void theFirstFrameFollowsTheWallClock(long unixMillis, long frame) {
        assertThat(AudioLoop.startFrame(unixMillis)).isEqualTo(frame);
    }
}
