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
            List<String> expected = golden(name, track);
            List<String> actual = units(sink, trackId(name, track));
            // the last unit of a cut file has no known end
            int compared = Math.max(actual.size(), expected.size() - 1);
            assertThat(actual).as(track).isEqualTo(expected.subList(0, Math.min(compared, expected.size())));
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

    private static List<String> golden(String name, String track) {
        String text = new String(Feed.fixture(name + ".units.txt"), StandardCharsets.US_ASCII);
        return text.lines()
                .filter(line -> line.startsWith(track))
                .map(line -> modulo(line.split(" ", -1)))
                .toList();
    }

    /** ffprobe shows times before a wrap as negative. */
    private static String modulo(String[] f) {
        return mod(f[1]) + " " + mod(f[2]) + " " + f[3] + " " + f[4] + " " + f[5];
    }

    private static long mod(String ticks) {
        return Long.parseLong(ticks) & Ticks33.MASK;
    }

    private static List<String> units(RecordingSink sink, int track) {
        return sink.track(track).stream()
                .map(u -> (u.pts() & Ticks33.MASK) + " " + (u.dts() & Ticks33.MASK) + " " + (u.key() ? 1 : 0) + " "
                        + u.bytes().length + " " + u.hash())
                .toList();
    }
}
