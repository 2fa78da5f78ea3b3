package llhls.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void givenNothing_whenRun_thenCommandsExamplesAndExitCodesAreShown() {
        assertThat(run()).isZero();
        assertThat(out.toString())
                .contains(
                        "serve ", "push ", "Examples:", "ll-hls serve --demo", "Exit codes:", "3   The server refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "push"})
    void helpTeachesByExampleAndFitsItsWidth(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(run("help", command)).isZero();
        assertThat(out.toString()).contains("Examples:", "  ll-hls " + command + " --", "Exit codes:");
        assertThat(out.toString().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(116));
    }

    @Test
    void everyExampleOfTheHelpIsValid() {
        for (String command : new String[] {"serve", "push"}) {
            String[] footer = Main.commandLine()
                    .getSubcommands()
                    .get(command)
                    .getCommandSpec()
                    .usageMessage()
                    .footer();
            for (String line : footer) {
                int start = line.indexOf("ll-hls " + command);
                if (start >= 0) {
                    String[] words = line.substring(start + 7)
                            .replaceAll("\\s{2,}.*", "") // its explanation
                            .replace("\"", "")
                            .split(" ");
                    Main.commandLine().parseArgs(words); // throws when it is not
                }
            }
        }
    }

    @Test
    void givenVersion_whenRun_thenProgramAndJavaAreNamed() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("ll-hls ").contains("Java ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "srve                                          | Did you mean: ll-hls serve?",
                "serve --htp :1                                | --http",
                "serve --set part-duration                     | --set part-duration has no value: write --set key=value",
                "serve --http 8080                             | option --http: http: found '8080' (write :8080 for every address)",
                "serve --srt ::1:9000                          | an IPv6 address needs brackets",
                "serve --set part-duraton=1s                   | did you mean 'part-duration'?",
                "serve --config /nowhere/x.yaml                | /nowhere/x.yaml: there is no such file",
                "push                                          | two arguments are needed, FILE.ts and URL",
                "push a.ts                                     | two arguments are needed",
                "push --test-pattern a.ts srt://h:1?streamid=x | --test-pattern needs one argument, the URL",
                "push --test-pattern http://h:1                | the URL starts with srt://",
                "push --test-pattern --fps 60 srt://h:1?streamid=x | --fps is 25 or 30, not 60",
                "push --test-pattern --loop srt://h:1?streamid=x   | --loop belongs to a file",
                "push --test-pattern --duration 10 srt://h:1?streamid=x | --duration 10 is no time: write it with its unit",
                "push a.ts b.ts srt://h:1?streamid=x          | two arguments are needed",
            })
    void givenAMistake_whenRun_thenItEndsWith2AndSaysWhatToWrite(String line, String message) {
        assertThat(run(line.split(" "))).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).startsWith("ll-hls: ").contains(message);
        assertThat(err.toString().lines().count()).isLessThanOrEqualTo(4);
    }

    @Test
    void givenMistakesInAFile_whenServing_thenAllAreListedWithTheirLines() throws Exception {
        Path file = Files.writeString(folder.resolve("my config.yaml"), "part-duraton: 1s\nsrt-latency: 5\n");

        assertThat(run("serve", "--config", file.toString())).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString())
                .contains("2 problems in the configuration", file + ":1: unknown key", file + ":2: srt-latency");
    }

    @Test
    void givenAMissingFile_whenPushed_thenItEndsWith1BeforeItConnects() {
        assertThat(run("push", "/nowhere/a.ts", "srt://127.0.0.1:9?streamid=x")).isEqualTo(ExitCodes.FAILED);
        assertThat(err.toString()).contains("cannot send /nowhere/a.ts").contains("no such file");
    }

    @Test
    void givenTheHttpPortInUse_whenServing_thenItEndsWith1AndSaysTheFix() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            assertThat(run("serve", "--http", address, "--srt", "127.0.0.1:0")).isEqualTo(ExitCodes.FAILED);
            assertThat(err.toString()).contains("cannot start: ", Integer.toString(taken.getLocalPort()), "in use");
        }
    }

    @Test
    void givenTheSrtPortInUse_whenServing_thenItEndsWith1AndSaysTheFix() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            assertThat(run("serve", "--http", "127.0.0.1:0", "--srt", address)).isEqualTo(ExitCodes.FAILED);
            assertThat(err.toString()).contains("cannot start: ", Integer.toString(taken.getLocalPort()), "in use");
        }
    }

    @Test
    void givenNoServer_whenPushedWithoutReconnecting_thenItEndsWith1() throws Exception {
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String url = "srt://127.0.0.1:" + port + "?streamid=live/x";

        assertThat(run("push", "--test-pattern", "--no-reconnect", url)).isEqualTo(ExitCodes.FAILED);
        assertThat(out.toString()).contains("push: not connected to srt://127.0.0.1:" + port);
    }

    private int run(String... args) {
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(Arrays.stream(args).map(String::strip).toArray(String[]::new));
    }
}
