package llhls.ingest.ts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TsFileReaderTest {

    @TempDir
    Path directory;

    private final List<Long> times = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "base.ts, 3.9, 4.1",
        "lowlat.ts, 2.9, 3.1",
        "cbr.ts, 2.8, 3.2",
        "languages.ts, 2.8, 3.1",
        "wrap.ts, 3.9, 4.1"
    })
    void givenOnePass_whenRead_thenTheBytesAreTheFileAndTheTimesSpanIt(String name, double atLeast, double atMost)
            throws IOException {
        byte[] file = Feed.fixture(name);

        byte[] read = read(file, 1);

        assertThat(read).isEqualTo(file);
        assertThat(times).isSorted().startsWith(0L);
        assertThat(times.get(times.size() - 1) / 90_000.0).isBetween(atLeast, atMost);
        assertThat(lengths).allSatisfy(length -> assertThat(length).isBetween(188, 1316));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base.ts", "lowlat.ts", "cbr.ts", "wrap.ts", "languages.ts", "slices.ts"})
    @Tag("TS-036")
    void givenALoop_whenDemultiplexed_thenItIsOneStreamWithoutASeam(String name) throws IOException {
        byte[] file = Feed.fixture(name);
        int once = Feed.demux(file).units.size();

        RecordingSink sink = Feed.demux(read(file, 4));

        assertThat(sink.losses).isZero();
        assertThat(sink.bases).isZero();
        assertThat(sink.formats).hasSameSizeAs(Feed.demux(file).formats);
        assertThat(sink.units.size()).isBetween(4 * once, 4 * once + 8);
        for (int track = 0; track < 2; track++) {
            List<RecordingSink.Unit> units = sink.track(track);
            // the shorter track of a file waits for the longer one
            for (int i = 1; i < units.size(); i++) {
                assertThat(units.get(i).dts() - units.get(i - 1).dts())
                        .as("track %d unit %d", track, i)
                        .isBetween(1L, 15_000L);
            }
        }
    }

    @Test
    void givenALoop_whenSent_thenTimesAndTimestampsStayTogether() throws IOException {
        byte[] all = read(Feed.fixture("lowlat.ts"), 50);
        List<RecordingSink.Unit> video = Feed.demux(all).track(0);

        long media = video.get(video.size() - 1).dts() - video.get(0).dts();
        long sent = times.get(times.size() - 1);

        assertThat(times).isSorted();
        assertThat(Math.abs(media - sent)).isLessThan(9000);
    }

    @Test
    void givenAVariableBitrate_whenRead_thenEachPictureLeavesInOneBurst() throws IOException {
        read(Feed.fixture("lowlat.ts"), 1);

        assertThat(times.stream().distinct()).hasSizeBetween(89, 91);
    }

    @Test
    void givenAConstantBitrate_whenRead_thenPcrsSpreadThePackets() throws IOException {
        read(Feed.fixture("cbr.ts"), 1);

        assertThat(times.stream().distinct().count()).isGreaterThan(400);
    }

    @Test
    @Tag("TS-002")
    void givenJunkBetweenPackets_whenRead_thenItIsSkipped() throws IOException {
        byte[] file = Feed.fixture("lowlat.ts");
        byte[] dirty = Avc.concat(
                new byte[77],
                Arrays.copyOf(file, 188 * 100),
                new byte[33],
                Arrays.copyOfRange(file, 188 * 100, file.length));

        assertThat(read(dirty, 1)).isEqualTo(file);
    }

    @Test
    void givenSomethingElse_whenOpened_thenTheMessageSaysTheRemedy() throws IOException {
        Path file = Files.write(directory.resolve("a.mp4"), new byte[100_000]);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> TsFileReader.open(file).close())
                .withMessageContaining("not an MPEG transport stream")
                .withMessageContaining("-f mpegts");
    }

    private byte[] read(byte[] content, int passes) throws IOException {
        Path file = Files.write(directory.resolve("a.ts"), content);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (TsFileReader reader = TsFileReader.open(file)) {
            for (int pass = 0; pass < passes; pass++) {
                while (reader.next()) {
                    times.add(reader.sendTicks());
                    lengths.add(reader.length());
                    all.write(reader.bytes(), 0, reader.length());
                }
                reader.restart();
            }
        }
        return all.toByteArray();
    }
}
