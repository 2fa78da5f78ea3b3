package llhls.ingest.ts;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Access units equal what ffmpeg sees in the same stream: times, key frames, size and CRC of every sample. */
class GoldenUnitsTest {

    private static final String[] TRACKS = {"v:0", "a:0", "a:1"};

    @ParameterizedTest
    @ValueSource(
            strings = {"base", "small", "lowlat", "cbr", "wrap", "slices", "mbaff", "languages", "obs", "gstreamer"})
    @Tag("TS-026")
    @Tag("TS-041")
    @Tag("CMAF-029")
    void unitsEqualThoseOfFfmpeg(String name) {
        RecordingSink sink = Feed.demux(Feed.fixture(name + ".ts"));

        for (String track : TRACKS) {
            List<Expected> expected = golden(name, track);
            List<RecordingSink.Unit> actual = sink.track(trackId(name, track));
            // the last unit of a cut file has no known end
            assertThat(actual).as(track).hasSizeBetween(Math.max(0, expected.size() - 1), expected.size());
            for (int i = 0; i < actual.size(); i++) {
                expected.get(i).check(actual.get(i), track.startsWith("a") ? 1 : 0);
            }
        }
    }

    private static int trackId(String name, String track) {
        boolean audioOnly = name.equals("languages");
        return switch (track) {
            case "v:0" -> audioOnly ? 99 : 0;
            case "a:0" -> audioOnly ? 0 : 1;
            default -> audioOnly ? 1 : 99;
        };
    }

    private static List<Expected> golden(String name, String track) {
        String text = new String(Feed.fixture(name + ".units.txt"), StandardCharsets.US_ASCII);
        return text.lines()
                .filter(line -> line.startsWith(track))
                .map(line -> Expected.parse(line.split(" ", -1)))
                .toList();
    }

    /** One line of a list: stream, pts, dts, key, size, CRC. ffprobe shows times before a wrap as negative. */
    private record Expected(long pts, long dts, String content) {

        private static Expected parse(String[] f) {
            return new Expected(Long.parseLong(f[1]), Long.parseLong(f[2]), f[3] + " " + f[4] + " " + f[5]);
        }

        /** Audio times are counted in samples, and may differ from the rounded ones of the stream by a tick. */
        private void check(RecordingSink.Unit unit, long toleratedTicks) {
            assertThat((unit.key() ? 1 : 0) + " " + unit.bytes().length + " " + unit.hash())
                    .as("unit at %d", dts)
                    .isEqualTo(content);
            assertThat(Math.abs(Ticks33.distance(unit.pts(), pts)))
                    .as("pts %d", pts)
                    .isLessThanOrEqualTo(toleratedTicks);
            assertThat(Math.abs(Ticks33.distance(unit.dts(), dts)))
                    .as("dts %d", dts)
                    .isLessThanOrEqualTo(toleratedTicks);
        }
    }
}
