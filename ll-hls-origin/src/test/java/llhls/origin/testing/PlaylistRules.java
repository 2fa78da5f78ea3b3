package llhls.origin.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import llhls.origin.testing.PlaylistText.Segment;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules that every version of every live media playlist obeys, checked on its text. */
public final class PlaylistRules {

    private static final List<String> ONCE = List.of(
            "#EXTM3U",
            "#EXT-X-VERSION",
            "#EXT-X-TARGETDURATION",
            "#EXT-X-SERVER-CONTROL",
            "#EXT-X-PART-INF",
            "#EXT-X-MEDIA-SEQUENCE",
            "#EXT-X-DISCONTINUITY-SEQUENCE",
            "#EXT-X-SKIP",
            "#EXT-X-ENDLIST",
            "#EXT-X-PRELOAD-HINT");

    private PlaylistRules() {}

    /** Section A of the checklist. */
    public static void checkSyntax(String text) {
        assertThat(text).startsWith("#EXTM3U\n").endsWith("\n").matches("(?s)[\\x20-\\x7E\n]*");
        Map<String, Long> counts = text.lines()
                .filter(line -> line.startsWith("#"))
                .collect(Collectors.groupingBy(line -> line.split(":", 2)[0], Collectors.counting()));
        ONCE.forEach(tag -> assertThat(counts.getOrDefault(tag, 0L)).as(tag).isLessThanOrEqualTo(1));
        assertThat(text)
                .doesNotContain(
                        "=NO", "EXT-X-START", "EXT-X-PLAYLIST-TYPE", "EXT-X-INDEPENDENT-SEGMENTS", "STREAM-INF");
        text.lines().filter(line -> line.matches("#EXT-X-[A-Z-]+:.*=.*")).forEach(PlaylistRules::checkAttributes);
        assertThat(text.indexOf("#EXT-X-MEDIA-SEQUENCE")).isLessThan(firstSegment(text));
        assertThat(text.indexOf("#EXT-X-DISCONTINUITY-SEQUENCE:")).isBetween(0, firstSegment(text));
    }

    /** Sections A to C: durations, hints, tags of segments and parts. */
    public static void checkMeaning(String text) {
        PlaylistText playlist = PlaylistText.parse(text);
        long targetDuration = playlist.number("#EXT-X-TARGETDURATION");
        String control = "x:" + playlist.header("#EXT-X-SERVER-CONTROL");
        double partTarget =
                Double.parseDouble(PlaylistText.attribute("x:" + playlist.header("#EXT-X-PART-INF"), "PART-TARGET"));
        assertThat(Double.parseDouble(PlaylistText.attribute(control, "HOLD-BACK")))
                .isGreaterThanOrEqualTo(3.0 * targetDuration);
        assertThat(Double.parseDouble(PlaylistText.attribute(control, "PART-HOLD-BACK")))
                .isGreaterThanOrEqualTo(3 * partTarget - 1e-9);
        if (control.contains("CAN-SKIP-UNTIL")) {
            assertThat(Double.parseDouble(PlaylistText.attribute(control, "CAN-SKIP-UNTIL")))
                    .isGreaterThanOrEqualTo(6.0 * targetDuration);
        }
        boolean ended = playlist.has("#EXT-X-ENDLIST");
        assertThat(playlist.hint().isPresent()).as("a hint exactly while live").isEqualTo(!ended);
        for (Segment segment : playlist.complete()) {
            assertThat(Math.round(segment.micros() / 1e6)).isLessThanOrEqualTo(targetDuration);
            assertThat(segment.init()).as("a MAP applies").isNotNull();
            assertThat(segment.date()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
            checkParts(segment, partTarget);
        }
    }

    private static void checkParts(Segment segment, double partTarget) {
        long sum = 0;
        for (String part : segment.parts()) {
            double duration = Double.parseDouble(PlaylistText.attribute("x:" + part, "DURATION"));
            assertThat(duration).isLessThanOrEqualTo(partTarget);
            sum += Math.round(duration * 1_000_000);
        }
        if (!segment.parts().isEmpty()) {
            assertThat(Math.abs(sum - segment.micros())).isLessThan(1_000);
        }
    }

    private static void checkAttributes(String line) {
        assertThat(line).as("no blanks around , and =").doesNotContain(", ", " ,", "= ", " =");
        List<String> names = new ArrayList<>();
        Arrays.stream(line.substring(line.indexOf(':') + 1).split(",(?=[A-Z-]+=)", -1))
                .map(attribute -> attribute.split("=", 2)[0])
                .forEach(names::add);
        assertThat(names).allMatch(name -> name.matches("[A-Z-]+"));
        assertThat(new HashSet<>(names)).hasSameSizeAs(names);
    }

    private static int firstSegment(String text) {
        return text.indexOf("#EXT-X-PROGRAM-DATE-TIME");
    }
}
