package llhls.cli.config;

import java.time.Duration;
import java.util.List;
import llhls.ingest.srt.ReleaseMode;
import llhls.ingest.srt.protocol.Passphrase;
import llhls.origin.stream.PublisherConflict;

/** Every key there is. {@code conf/ll-hls.yaml} explains them; a test keeps the two in step. */
public final class ConfigKeys {

    public static final ConfigKey<HostPort> HTTP = new ConfigKey<>("http", "0.0.0.0:8080", ValueTypes.address());
    public static final ConfigKey<HostPort> SRT = new ConfigKey<>("srt", "0.0.0.0:9000", ValueTypes.address());

    // how streams are cut and kept
    public static final ConfigKey<Duration> PART_DURATION = duration("part-duration", "500ms", "200ms", "2s");
    public static final ConfigKey<Duration> SEGMENT_DURATION = duration("segment-duration", "2s", "1s", "6s");
    public static final ConfigKey<Integer> WINDOW_SEGMENTS =
            new ConfigKey<>("window-segments", "15", ValueTypes.integer(6, 3_600));
    public static final ConfigKey<Duration> RECONNECT_WINDOW = duration("reconnect-window", "30s", "0s", "1h");
    public static final ConfigKey<Duration> TRACK_DISCOVERY = duration("track-discovery", "1500ms", "100ms", "10s");
    public static final ConfigKey<PublisherConflict> PUBLISHER_CONFLICT =
            new ConfigKey<>("publisher-conflict", "reject", ValueTypes.choice(PublisherConflict.class));

    // SRT
    public static final ConfigKey<Duration> SRT_LATENCY = duration("srt-latency", "120ms", "0ms", "8s");
    public static final ConfigKey<ReleaseMode> SRT_RELEASE =
            new ConfigKey<>("srt-release", "eager", ValueTypes.choice(ReleaseMode.class));
    public static final ConfigKey<Duration> SRT_IDLE_TIMEOUT = duration("srt-idle-timeout", "5s", "500ms", "1m");
    public static final ConfigKey<Integer> SRT_RECEIVE_PACKETS =
            new ConfigKey<>("srt-receive-packets", "8192", ValueTypes.powerOfTwo(64, 131_072));
    public static final ConfigKey<Integer> SRT_MAX_CONNECTIONS =
            new ConfigKey<>("srt-max-connections", "1000", ValueTypes.integer(1, 100_000));

    public static final ConfigKey<Passphrase> SRT_PASSPHRASE =
            new ConfigKey<>("srt-passphrase", "none", ValueTypes.passphrase());

    // HTTP
    public static final ConfigKey<Integer> HTTP_MAX_PARKED_PER_CONNECTION =
            new ConfigKey<>("http-max-parked-per-connection", "256", ValueTypes.integer(1, 1_000_000));
    public static final ConfigKey<Integer> HTTP_MAX_PARKED_PER_ADDRESS =
            new ConfigKey<>("http-max-parked-per-address", "10000", ValueTypes.integer(1, 1_000_000));
    public static final ConfigKey<Integer> HTTP_MAX_PARKED_TOTAL =
            new ConfigKey<>("http-max-parked-total", "50000", ValueTypes.integer(1, 1_000_000));
    public static final ConfigKey<Integer> HTTP_SEND_BUFFER =
            new ConfigKey<>("http-send-buffer", "512KiB", ValueTypes.size("16KiB", "16MiB"));
    public static final ConfigKey<Duration> HTTP_WRITE_TIMEOUT = duration("http-write-timeout", "10s", "1s", "5m");

    // machine
    public static final ConfigKey<Integer> MEDIA_THREADS =
            new ConfigKey<>("media-threads", "auto", ValueTypes.integerOrAuto(1, 64));

    /** In the order of the file. */
    public static final List<ConfigKey<?>> ALL = List.of(
            HTTP,
            SRT,
            PART_DURATION,
            SEGMENT_DURATION,
            WINDOW_SEGMENTS,
            RECONNECT_WINDOW,
            TRACK_DISCOVERY,
            PUBLISHER_CONFLICT,
            SRT_LATENCY,
            SRT_RELEASE,
            SRT_IDLE_TIMEOUT,
            SRT_RECEIVE_PACKETS,
            SRT_MAX_CONNECTIONS,
            SRT_PASSPHRASE,
            HTTP_MAX_PARKED_PER_CONNECTION,
            HTTP_MAX_PARKED_PER_ADDRESS,
            HTTP_MAX_PARKED_TOTAL,
            HTTP_SEND_BUFFER,
            HTTP_WRITE_TIMEOUT,
            MEDIA_THREADS);

    private ConfigKeys() {}

    private static ConfigKey<Duration> duration(String name, String defaultText, String min, String max) {
        return new ConfigKey<>(name, defaultText, ValueTypes.duration(min, max));
    }
}
