package llhls.cli.push;

import java.io.ByteArrayOutputStream;
import llhls.media.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class TestPatternSourceTest {

    private static final int PACKET = 188;
    private static final int VIDEO_PID = 0x100;
    private static final int AUDIO_PID = 0x101;

    @Test
    void givenRealTime_whenPumped_thenPicturesAndSoundComeOnOneClockInWholePackets() throws Exception {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        try (TestPatternSource source = new TestPatternSource("live/test", 25, Clock.system())) {
            while (starts(sent.toByteArray(), VIDEO_PID) < 30 || starts(sent.toByteArray(), AUDIO_PID) < 50) {
                assertThat(source.pump(sent::write)).isTrue();
            }
        }
        byte[] stream = sent.toByteArray();
        assertThat(stream.length % PACKET).isZero();
        long firstVideo = pts(stream, VIDEO_PID, 0);
        assertThat((pts(stream, VIDEO_PID, 29) - firstVideo) % 3_600)
                .as("25 frames/s")
                .isZero();
        assertThat(pts(stream, AUDIO_PID, 49) - pts(stream, AUDIO_PID, 0)).isEqualTo(49 * 1_920);
        assertThat(Math.abs(firstVideo - pts(stream, AUDIO_PID, 0)))
                .as("both start together")
                .isLessThan(90_000);
    }

    @Test
    void givenASourceThatIsClosed_whenPumped_thenItEnds() throws Exception {
        TestPatternSource source = new TestPatternSource("live/test", 30, Clock.system());
        source.close();

        int pumps = 0;
        while (source.pump((bytes, offset, length) -> {})) {
            assertThat(++pumps).isLessThan(1_000);
        }
    }

    /** How many packets of {@code pid} start a PES packet. */
    private static int starts(byte[] stream, int pid) {
        int count = 0;
        for (int at = 0; at < stream.length; at += PACKET) {
            count += isStart(stream, at, pid) ? 1 : 0;
        }
        return count;
    }

    /** PTS of the PES packet number {@code index} of {@code pid}. */
    private static long pts(byte[] stream, int pid, int index) {
        int seen = 0;
        for (int at = 0; at < stream.length; at += PACKET) {
            if (isStart(stream, at, pid) && seen++ == index) {
                boolean adaptation = (stream[at + 3] & 0x20) != 0;
                int pes = at + 4 + (adaptation ? 1 + (stream[at + 4] & 0xFF) : 0);
                return (stream[pes + 9] & 0x0EL) << 29
                        | (stream[pes + 10] & 0xFFL) << 22
                        | (stream[pes + 11] & 0xFEL) << 14
                        | (stream[pes + 12] & 0xFFL) << 7
                        | (stream[pes + 13] & 0xFEL) >> 1;
            }
        }
        throw new AssertionError("no PES packet " + index);
    }

    private static boolean isStart(byte[] stream, int at, int pid) {
        return ((stream[at + 1] & 0x1F) << 8 | (stream[at + 2] & 0xFF)) == pid && (stream[at + 1] & 0x40) != 0;
    }
}
