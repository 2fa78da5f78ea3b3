package llhls.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code ll-hls} program. Keeps heavy classes away from its own loading: each command makes what it needs when called. */
@Command(
        name = "ll-hls",
        description =
                "Low-Latency HLS origin: takes live streams over SRT and serves them to players with about 2 s delay.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {ServeCommand.class, PushCommand.class, CommandLine.HelpCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ll-hls serve --demo                    a server with a test stream; prints where to watch it",
            "  ll-hls serve                           a server on HTTP 8080 and SRT 9000",
            "  ll-hls push --test-pattern \"srt://localhost:9000?streamid=live/test\"",
            "  ll-hls help push                       all about one command"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Done, or stopped by Ctrl-C or SIGTERM",
            "1:Could not start or go on (port in use, file unreadable, server lost)",
            "2:Wrong options or configuration",
            "3:The server refused the stream"
        })
public final class Main implements Runnable {

    private static final int HELP_WIDTH = 116;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The whole command line, ready to execute. */
    static CommandLine commandLine() {
        return new CommandLine(new Main()).setUsageHelpWidth(HELP_WIDTH).setParameterExceptionHandler(Main::complain);
    }

    /** What is wrong and where to read on, in two lines; the whole help would push the message off the screen. */
    private static int complain(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("ll-hls: " + e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("More: " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return ExitCodes.USAGE;
    }

    /** Without a command: shows what there is. */
    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        spec.commandLine().usage(out);
    }
}
