package llhls.cli.config;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class YamlSettingsTest {

    private final List<ConfigProblem> problems = new ArrayList<>();

    @Test
    void givenCommentsAndAllScalarStyles_whenRead_thenEveryValueHasItsLine() {
        List<Setting> settings =
                parse("# first\na: 1\n\nb: 'two'\n\"c\": \"3 # not a comment\"   # a comment\nd: :8080\n");

        assertThat(settings)
                .containsExactly(
                        new Setting("f.yaml:2", "a", "1"),
                        new Setting("f.yaml:4", "b", "two"),
                        new Setting("f.yaml:5", "c", "3 # not a comment"),
                        new Setting("f.yaml:6", "d", ":8080"));
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# only a comment\n", "---\n", "{}", "\n\n"})
    void givenNoSettings_whenRead_thenNothingIsWrong(String yaml) {
        assertThat(parse(yaml)).isEmpty();
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: 1\\na: 2                 | f.yaml:2 | a: is set twice, first in line 1",
                "a: [1, [2, 3]]\\nb: x       | f.yaml:1 | a: a single value is expected, found a list",
                "a: {b: {c: 1}}\\nb: x       | f.yaml:1 | a: a single value is expected, found a mapping",
                "a:\\n  b: 1                 | f.yaml:2 | a: a single value is expected, found a mapping",
                "a: &x 1\\nb: *x             | f.yaml:2 | b: a single value is expected, found an alias",
                "a: !!java.net.URL x         | f.yaml:1 | a: a single value is expected, found a tag",
                "? [a, b]\\n: 1\\nb: x       | f.yaml:1 | a key is expected, found a list",
                "- a\\n- b                   | f.yaml:1 | is not a list of 'key: value' lines",
                "hello                       | f.yaml:1 | is not a list of 'key: value' lines",
                "a: 1\\n---\\nb: 2           | f.yaml:2 | starts a second document",
                "a: 1\\n\\tb: 2              | f.yaml:2 | is not valid YAML",
                "a: 'x                       | f.yaml:1 | is not valid YAML",
                "a: 1\\nb                    | f.yaml:2 | is not valid YAML",
            })
    void givenAMistake_whenRead_thenTheProblemNamesItsLine(String yaml, String source, String message) {
        parse(yaml.replace("\\n", "\n").replace("\\t", "\t"));

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).source()).isEqualTo(source);
        assertThat(problems.get(0).message()).contains(message);
    }

    @Test
    void givenDeepNesting_whenRead_thenItIsAProblemAndNoStackOverflow() {
        parse("a: " + "[".repeat(50_000) + "]".repeat(50_000));

        assertThat(problems).isNotEmpty();
    }

    @Test
    void givenAMissingFile_whenRead_thenTheProblemSaysSo(@TempDir Path folder) {
        YamlSettings.read(folder.resolve("none.yaml"), problems);

        assertThat(problems).extracting(ConfigProblem::message).containsExactly("there is no such file");
    }

    @Test
    void givenAFolder_whenRead_thenTheProblemSaysThatItCannotBeRead(@TempDir Path folder) {
        YamlSettings.read(folder, problems);

        assertThat(problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).startsWith("cannot be read"));
    }

    @Test
    void givenAHugeFile_whenRead_thenItIsRefused(@TempDir Path folder) throws Exception {
        Path huge = Files.write(folder.resolve("huge.yaml"), new byte[300 * 1024]);
        YamlSettings.read(huge, problems);

        assertThat(problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("larger than 256KiB"));
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    void anyTextIsReadOrRefused(long seed) {
        Random random = new Random(seed);
        String alphabet = "ab: \n\t-?[]{}&*!|>'\"%@`#,\u0000é";
        for (int round = 0; round < 500; round++) {
            StringBuilder yaml = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                yaml.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            parse(yaml.toString());
        }
        assertThat(problems).allSatisfy(problem -> assertThat(problem.source()).startsWith("f.yaml"));
    }

    @FuzzTest
    void anyBytesAreReadOrRefused(byte[] yaml) {
        parse(new String(yaml, StandardCharsets.UTF_8));
    }

    private List<Setting> parse(String yaml) {
        return YamlSettings.parse("f.yaml", yaml, problems);
    }
}
