package llhls.cli.push;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import llhls.ingest.ts.TsMuxer;
import llhls.testing.ManualClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FileSourceTest {

    /** Frames of sound in the file: a little more than a second. */
    private static final int FRAMES = 50;

    private final ManualClock clock = new ManualClock();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private Path file;
    private byte[] content;

    @BeforeEach
    void writeFile() throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        TsMuxer muxer = TsMuxer.audioOnly(stream::write);
        AudioLoop sound = AudioLoop.load();
        for (int i = 0; i < FRAMES; i++) {
            muxer.audio(sound.frame(i), 0, sound.frame(i).length, 90_000 + (long) i * AudioLoop.TICKS_PER_FRAME);
        }
        content = stream.toByteArray();
        file = Files.write(folder.resolve("sound.ts"), content);
    }

    @Test
    void givenRealTime_whenPumped_thenHalfTheTimeSendsHalfTheFile() throws IOException {
        try (FileSource source = open(false)) {
            assertThat(source.pump(sent::write)).isTrue();
            assertThat(sent.size()).as("at the start").isLessThan(content.length / 10);

            advance(source, 50);
            assertThat(sent.size()).isBetween(content.length * 4 / 10, content.length * 6 / 10);

            advance(source, 70);
            assertThat(source.pump(sent::write)).as("at the end").isFalse();
        }
        assertThat(sent.toByteArray()).isEqualTo(content);
    }

    @Test
    void givenALoop_whenTheFileEnds_thenItGoesOnInRealTime() throws IOException {
        try (FileSource source = open(true)) {
            advance(source, 1_000);
            assertThat(source.pump(sent::write)).isTrue();
        }
        double passes = 10_000.0 / (FRAMES * 1_024 / 48.0);
        assertThat((double) sent.size()).isBetween((passes - 0.5) * content.length, (passes + 0.5) * content.length);
    }

    @Test
    void givenAMachineThatSlept_whenPumpedAgain_thenTheLostTimeIsNotSentAtOnce() throws IOException {
        try (FileSource source = open(true)) {
            advance(source, 10);
            int before = sent.size();
            clock.advance(Duration.ofHours(1));
            source.pump(sent::write);

            assertThat(sent.size() - before).isLessThan(content.length);
        }
    }

    @Test
    void givenAFileThatIsNoTransportStream_whenOpened_thenTheMessageTellsHowToMakeOne() throws IOException {
        Path text = Files.writeString(folder.resolve("a.txt"), "hello ".repeat(10_000));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> FileSource.open(text, false, clock))
                .withMessageContaining("ffmpeg -i ");
    }

    private FileSource open(boolean loop) throws IOException {
        return FileSource.open(file, loop, clock, waitNs -> {}); // time is the test's
    }

    /** Pumps every 10 ms. */
    private void advance(FileSource source, int steps) throws IOException {
        for (int i = 0; i < steps; i++) {
            clock.advance(Duration.ofMillis(10));
            source.pump(sent::write);
        }
    }
}
