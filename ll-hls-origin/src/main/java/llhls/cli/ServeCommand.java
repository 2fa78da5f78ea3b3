package llhls.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import llhls.cli.config.ConfigException;
import llhls.cli.config.ConfigKeys;
import llhls.cli.config.ServerConfig;
import llhls.cli.config.Setting;
import llhls.media.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the server until it is stopped. */
@Command(
        name = "serve",
        description = "Runs the server: SRT in, Low-Latency HLS out.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  ll-hls serve --demo                            try it: serves a test stream",
            "  ll-hls serve --http :80 --srt :10000           other ports, on every address",
            "  ll-hls serve --set part-duration=200ms         about 1 s delay instead of 2",
            "  ll-hls serve --config conf/ll-hls.yaml         all settings are explained in that file",
            "  LL_HLS_WINDOW_SEGMENTS=30 ll-hls serve         every setting, also from the environment"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Stopped by Ctrl-C or SIGTERM",
            "1:Could not start, such as a port in use",
            "2:Wrong options or configuration"
        })
final class ServeCommand implements Callable<Integer> {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings file (YAML); conf/ll-hls.yaml explains them all.")
    private @Nullable Path config;

    @Option(names = "--http", paramLabel = "HOST:PORT", description = "Where players connect. Default: 0.0.0.0:8080")
    private @Nullable String http;

    @Option(names = "--srt", paramLabel = "HOST:PORT", description = "Where encoders publish. Default: 0.0.0.0:9000")
    private @Nullable String srt;

    @Option(
            names = "--srt-passphrase",
            paramLabel = "TEXT",
            description = "What encoders must encrypt with. Other users of this machine can see options:"
                    + " the file or the environment (LL_HLS_SRT_PASSPHRASE) is safer.")
    private @Nullable String srtPassphrase;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Any setting of the file; may be given several times.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--demo", description = "Publish a test stream as live/demo.")
    private boolean demo;

    @Mixin
    private LogOptions log = new LogOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        log.apply();
        ServerConfig serverConfig;
        try {
            serverConfig = ServerConfig.load(config, System.getenv(), options());
        } catch (ConfigException e) {
            return complain(String.valueOf(e.getMessage()), ExitCodes.USAGE);
        }
        try (Server server = Server.start(serverConfig, Clock.system())) {
            serve(server);
            return ExitCodes.OK;
        } catch (IOException e) {
            return complain("cannot start: " + e.getMessage(), ExitCodes.FAILED);
        }
    }

    private void serve(Server server) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        StartBlock.of(server).print(out);
        DemoStream stream = demo ? DemoStream.start(server, out) : null;
        CountDownLatch stopped = new CountDownLatch(1);
        SignalStop.install(() -> {
            if (stream != null) {
                stream.close();
            }
            server.close();
            stopped.countDown();
        });
        stopped.await();
    }

    private List<Setting> options() {
        List<Setting> options = new ArrayList<>();
        for (String text : settings) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--set " + shown(text)
                                + " has no value: write --set key=value, such as --set part-duration=200ms");
            }
            options.add(new Setting(
                    "option --set",
                    text.substring(0, equals).strip(),
                    text.substring(equals + 1).strip()));
        }
        if (http != null) {
            options.add(new Setting("option --http", "http", http));
        }
        if (srt != null) {
            options.add(new Setting("option --srt", "srt", srt));
        }
        if (srtPassphrase != null) {
            options.add(new Setting("option --srt-passphrase", "srt-passphrase", srtPassphrase));
        }
        return options;
    }

    /** A passphrase with another separator is still one. */
    private static String shown(String text) {
        String key = ConfigKeys.SRT_PASSPHRASE.name();
        return text.startsWith(key) ? key : text;
    }

    private int complain(String message, int exitCode) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("ll-hls: " + message);
        err.flush();
        return exitCode;
    }
}
