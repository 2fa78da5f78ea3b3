package llhls.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import llhls.cli.config.BadValueException;
import llhls.cli.config.ValueTypes;
import llhls.cli.push.FileSource;
import llhls.cli.push.PushReport;
import llhls.cli.push.PushSession;
import llhls.cli.push.PushSource;
import llhls.cli.push.SrtUrl;
import llhls.cli.push.StopSignal;
import llhls.cli.push.TestPatternSource;
import llhls.media.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Publishes a file or a test pattern. */
@Command(
        name = "push",
        description = "Publishes a transport stream file in real time, or a test pattern with a clock, over SRT.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = {"ll-hls push [OPTIONS] FILE.ts URL", "ll-hls push [OPTIONS] --test-pattern URL", ""},
        footerHeading = "%nURL:%n",
        footer = {
            "  srt://HOST:PORT?streamid=live/NAME&latency=120     latency in milliseconds; quote the URL in a shell",
            "      &passphrase=TEXT&pbkeylen=32                   encrypts; key length 16, 24 or 32 bytes, 32 when left out",
            "",
            "Examples:",
            "  ll-hls push --test-pattern \"srt://localhost:9000?streamid=live/test\"",
            "  ll-hls push --loop show.ts \"srt://origin.example.com:9000?streamid=live/show&latency=400\"",
            "  ll-hls push --test-pattern --duration 10s --no-reconnect \"srt://localhost:9000?streamid=live/probe\"",
            "  ffmpeg -i movie.mp4 -c copy -f mpegts show.ts     makes a transport stream of an H.264 and AAC file"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Sent everything, or stopped by Ctrl-C or SIGTERM",
            "1:File unreadable, or server lost and --no-reconnect given",
            "2:Wrong options or URL",
            "3:The server refused the stream, such as one that is already being published"
        })
final class PushCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..2",
            paramLabel = "FILE.ts URL",
            description = "What to send, and where to.",
            hideParamSyntax = true)
    private List<String> arguments = new ArrayList<>();

    @Option(names = "--test-pattern", description = "Send a moving picture with the time of day, and a tone.")
    private boolean testPattern;

    @Option(names = "--loop", description = "Start the file again at its end.")
    private boolean loop;

    @Option(names = "--fps", paramLabel = "25|30", description = "Pictures per second of the test pattern. Default: 30")
    private int framesPerSecond = 30;

    @Option(names = "--duration", paramLabel = "TIME", description = "Stop after this time, such as 10s.")
    private String duration = "";

    @Option(names = "--no-reconnect", description = "End when the server is away, instead of trying again.")
    private boolean noReconnect;

    @Mixin
    private LogOptions log = new LogOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        log.apply("WARN"); // the report below tells the rest
        SrtUrl url = url();
        if (!testPattern && !Files.isReadable(Path.of(arguments.get(0)))) {
            return complain("there is no such file, or it may not be read");
        }
        PushSession.Options options = new PushSession.Options(!noReconnect, duration());
        PrintWriter out = spec.commandLine().getOut();
        PushReport report = new PushReport(out, Terminal.isAttached(), what(), url.toString());
        StopSignal stop = new StopSignal();
        CountDownLatch ended = new CountDownLatch(1);
        SignalStop signal = SignalStop.install(() -> stopAndWait(stop, ended));
        try {
            return exitCode(
                    PushSession.to(url, source(url), options, report, stop).run());
        } catch (IOException e) {
            return complain(String.valueOf(e.getMessage()));
        } finally {
            report.end();
            ended.countDown();
            signal.disarm();
        }
    }

    private int complain(String message) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("ll-hls: cannot send " + what() + ": " + message);
        err.flush();
        return ExitCodes.FAILED;
    }

    private static int exitCode(PushSession.Outcome outcome) {
        return switch (outcome) {
            case DONE -> ExitCodes.OK;
            case LOST -> ExitCodes.FAILED;
            case REFUSED -> ExitCodes.REFUSED;
        };
    }

    /** Gives the session time to say goodbye to the server. */
    private static void stopAndWait(StopSignal stop, CountDownLatch ended) {
        stop.stop();
        try {
            ended.await(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private PushSource.Factory source(SrtUrl url) {
        if (testPattern) {
            return () -> new TestPatternSource(url.streamName(), framesPerSecond, Clock.system());
        }
        Path file = Path.of(arguments.get(0));
        return () -> FileSource.open(file, loop, Clock.system());
    }

    private String what() {
        return testPattern ? "a test pattern of " + framesPerSecond + " frames/s" : arguments.get(0);
    }

    private SrtUrl url() {
        check(arguments.size() == (testPattern ? 1 : 2), usage());
        check(framesPerSecond == 25 || framesPerSecond == 30, "--fps is 25 or 30, not " + framesPerSecond);
        check(!testPattern || !loop, "--loop belongs to a file: the test pattern has no end");
        String url = arguments.get(arguments.size() - 1);
        try {
            return SrtUrl.parse(url);
        } catch (BadValueException e) {
            throw new ParameterException(
                    spec.commandLine(), "cannot publish to '" + SrtUrl.masked(url) + "': " + e.hint());
        }
    }

    private String usage() {
        return testPattern
                ? "--test-pattern needs one argument, the URL"
                : "two arguments are needed, FILE.ts and URL (or --test-pattern and URL)";
    }

    private Duration duration() {
        try {
            return duration.isEmpty()
                    ? Duration.ZERO
                    : ValueTypes.duration("1ms", "9999h").parse(duration);
        } catch (BadValueException e) {
            throw new ParameterException(
                    spec.commandLine(), "--duration " + duration + " is no time: write it with its unit, such as 10s");
        }
    }

    private void check(boolean valid, String message) {
        if (!valid) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
