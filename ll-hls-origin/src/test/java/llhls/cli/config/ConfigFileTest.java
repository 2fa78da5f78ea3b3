package llhls.cli.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** conf/ll-hls.yaml tells the truth: every key, its real default and what is accepted. */
class ConfigFileTest {

    private static final Path FILE = Path.of("..", "conf", "ll-hls.yaml");
    private static final Pattern DEFAULT_LINE = Pattern.compile("#([a-z-]+): (\\S.*)");

    @Test
    @Tag("DEC-17")
    void everyKeyIsShownWithItsDefaultAndNoOther() throws Exception {
        List<String> shown = new ArrayList<>();
        for (String line : Files.readAllLines(FILE)) {
            Matcher matcher = DEFAULT_LINE.matcher(line);
            if (matcher.matches()) {
                shown.add(matcher.group(1) + ": " + matcher.group(2));
            }
        }
        assertThat(shown)
                .containsExactlyElementsOf(ConfigKeys.ALL.stream()
                        .map(key -> key.name() + ": " + key.defaultText())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void theAcceptedValuesAreThoseOfTheCode(ConfigKey<?> key) throws Exception {
        assertThat(explanation(key)).contains("Accepted: ");
        if (!key.equals(ConfigKeys.SRT)) { // says: as for http
            assertThat(explanation(key).replace("\"", "")).contains(key.type().accepted());
        }
    }

    @Test
    void asShipped_itChangesNothing() throws Exception {
        assertThat(ServerConfig.load(FILE, Map.of(), List.of()))
                .isEqualTo(ServerConfig.load(null, Map.of(), List.of()));
    }

    @Test
    void withEveryKeyUncommented_itStillLoadsAndMeansTheSame() throws Exception {
        StringBuilder yaml = new StringBuilder();
        for (String line : Files.readAllLines(FILE)) {
            yaml.append(DEFAULT_LINE.matcher(line).matches() ? line.substring(1) : line)
                    .append('\n');
        }
        List<ConfigProblem> problems = new ArrayList<>();
        List<Setting> settings = YamlSettings.parse("all", yaml.toString(), problems);

        assertThat(problems).isEmpty();
        assertThat(settings).hasSameSizeAs(ConfigKeys.ALL);
        assertThat(ServerConfig.load(null, Map.of(), settings)).isEqualTo(ServerConfig.load(null, Map.of(), List.of()));
    }

    /** The comment block right above the key, as one line. */
    private static String explanation(ConfigKey<?> key) throws Exception {
        List<String> lines = Files.readAllLines(FILE);
        int at = lines.indexOf("#" + key.name() + ": " + key.defaultText());
        assertThat(at).isPositive();
        int first = at;
        while (lines.get(first - 1).startsWith("# ")) {
            first--;
        }
        return String.join(" ", lines.subList(first, at)).replace(" # ", " ").replaceAll(" +", " ");
    }

    static List<ConfigKey<?>> keys() {
        return ConfigKeys.ALL;
    }
}
