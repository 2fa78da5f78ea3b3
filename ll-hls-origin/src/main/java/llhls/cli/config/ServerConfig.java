package llhls.cli.config;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import llhls.cmaf.PackagerConfig;
import llhls.ingest.srt.SrtConfig;
import llhls.origin.OriginConfig;
import llhls.origin.http.HttpLimits;
import org.jspecify.annotations.Nullable;

/**
 * Everything {@code serve} needs.
 *
 * @param origin HTTP and packaging
 * @param srt where SRT publishers connect
 * @param srtReceive how SRT is received
 * @param mediaThreads threads that own streams
 */
public record ServerConfig(OriginConfig origin, InetSocketAddress srt, SrtConfig srtReceive, int mediaThreads) {

    private static final int MAX_AUTO_THREADS = 4;

    /** Reads and checks all sources; see {@link ConfigLoader#load}. */
    public static ServerConfig load(@Nullable Path file, Map<String, String> environment, List<Setting> options)
            throws ConfigException {
        return of(ConfigLoader.load(file, environment, options));
    }

    static ServerConfig of(Settings settings) throws ConfigException {
        List<ConfigProblem> problems = new ArrayList<>();
        checkRelations(settings, problems);
        InetSocketAddress http = resolve(settings, ConfigKeys.HTTP, problems);
        InetSocketAddress srt = resolve(settings, ConfigKeys.SRT, problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new ServerConfig(origin(settings, http), srt, srtReceive(settings), mediaThreads(settings));
    }

    /** What single values cannot show: they fit together. */
    private static void checkRelations(Settings settings, List<ConfigProblem> problems) {
        if (settings.get(ConfigKeys.PART_DURATION).compareTo(settings.get(ConfigKeys.SEGMENT_DURATION)) > 0) {
            problems.add(new ConfigProblem(
                    settings.source(ConfigKeys.PART_DURATION),
                    "part-duration is longer than segment-duration (" + settings.source(ConfigKeys.SEGMENT_DURATION)
                            + "): lower part-duration or raise segment-duration"));
        }
    }

    private static InetSocketAddress resolve(Settings settings, ConfigKey<HostPort> key, List<ConfigProblem> problems) {
        try {
            return settings.get(key).resolve();
        } catch (UnknownHostException e) {
            problems.add(new ConfigProblem(settings.source(key), key.name() + ": " + e.getMessage()));
            return new InetSocketAddress(0);
        }
    }

    private static OriginConfig origin(Settings settings, InetSocketAddress http) {
        PackagerConfig packager = new PackagerConfig(
                settings.get(ConfigKeys.PART_DURATION),
                settings.get(ConfigKeys.SEGMENT_DURATION),
                settings.get(ConfigKeys.RECONNECT_WINDOW),
                settings.get(ConfigKeys.TRACK_DISCOVERY));
        HttpLimits limits = new HttpLimits(
                settings.get(ConfigKeys.HTTP_MAX_PARKED_PER_CONNECTION),
                settings.get(ConfigKeys.HTTP_MAX_PARKED_PER_ADDRESS),
                settings.get(ConfigKeys.HTTP_MAX_PARKED_TOTAL),
                settings.get(ConfigKeys.HTTP_SEND_BUFFER),
                settings.get(ConfigKeys.HTTP_WRITE_TIMEOUT));
        return new OriginConfig(
                http,
                packager,
                settings.get(ConfigKeys.WINDOW_SEGMENTS),
                settings.get(ConfigKeys.PUBLISHER_CONFLICT),
                limits);
    }

    private static SrtConfig srtReceive(Settings settings) {
        return new SrtConfig(
                Math.toIntExact(settings.get(ConfigKeys.SRT_LATENCY).toMillis()),
                settings.get(ConfigKeys.SRT_RELEASE),
                settings.get(ConfigKeys.SRT_RECEIVE_PACKETS),
                settings.get(ConfigKeys.SRT_IDLE_TIMEOUT),
                settings.get(ConfigKeys.SRT_MAX_CONNECTIONS),
                settings.get(ConfigKeys.SRT_PASSPHRASE));
    }

    private static int mediaThreads(Settings settings) {
        int wanted = settings.get(ConfigKeys.MEDIA_THREADS);
        int cores = Runtime.getRuntime().availableProcessors();
        return wanted != 0 ? wanted : Math.min(cores, MAX_AUTO_THREADS);
    }
}
