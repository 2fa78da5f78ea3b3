package llhls.cli.push;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import llhls.cli.config.BadValueException;
import llhls.cli.config.HostPort;
import llhls.cli.config.Nearest;
import llhls.ingest.srt.SrtEncryption;
import llhls.ingest.srt.StreamId;
import llhls.ingest.srt.protocol.KeyRefresh;
import llhls.ingest.srt.protocol.Passphrase;
import llhls.media.MalformedMediaException;
import org.jspecify.annotations.Nullable;

/**
 * Where to publish, as users write it: {@code srt://host:port?streamid=live/demo&latency=120}.
 *
 * @param server host and port
 * @param streamId as it goes on the wire: percent escapes decoded
 * @param latencyMs wanted latency, 0 to 8000
 * @param encryption how to encrypt; empty to send in the clear
 */
public record SrtUrl(HostPort server, String streamId, int latencyMs, Optional<SrtEncryption> encryption) {

    private static final String SCHEME = "srt://";
    private static final String EXAMPLE = "srt://localhost:9000?streamid=live/demo";
    private static final List<String> KNOWN =
            List.of("streamid", "latency", "mode", "passphrase", "pbkeylen", "kmrefreshrate");
    private static final Pattern PASSPHRASE = Pattern.compile("(?<=[?&]passphrase=)[^&]*", Pattern.CASE_INSENSITIVE);
    private static final int DEFAULT_LATENCY_MS = 120;
    private static final int MAX_LATENCY_MS = 8_000;
    private static final int MAX_STREAM_ID_BYTES = 512;
    private static final int MIN_REFRESH_PACKETS = 16;

    /** The message of the exception says what is wrong and shows how to write it. */
    public static SrtUrl parse(String url) throws BadValueException {
        if (!url.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw new BadValueException("the URL starts with srt://, such as " + EXAMPLE);
        }
        String rest = url.substring(SCHEME.length());
        int question = rest.indexOf('?');
        Map<String, String> parameters = parameters(question < 0 ? "" : rest.substring(question + 1));
        return new SrtUrl(
                server(question < 0 ? rest : rest.substring(0, question)),
                streamId(parameters),
                latencyMs(parameters.get("latency")),
                encryption(parameters));
    }

    /** The same, encrypted with the default key length; unchanged without a passphrase. */
    public SrtUrl with(Passphrase passphrase) {
        return passphrase.isSet()
                ? new SrtUrl(server, streamId, latencyMs, Optional.of(SrtEncryption.of(passphrase)))
                : this;
    }

    /** A URL as the user wrote it, right or wrong, without its passphrase. */
    public static String masked(String url) {
        return PASSPHRASE.matcher(url).replaceAll("***");
    }

    /** The stream's name, as the server will see it. */
    public String streamName() {
        try {
            return StreamId.parse(streamId).stream().toString();
        } catch (MalformedMediaException e) {
            throw new IllegalStateException("checked when it was parsed", e);
        }
    }

    private static HostPort server(String authority) throws BadValueException {
        String text = authority.endsWith("/") ? authority.substring(0, authority.length() - 1) : authority;
        if (text.indexOf('/') >= 0) {
            throw new BadValueException("the stream goes into streamid, not into the path: " + EXAMPLE);
        }
        try {
            HostPort server = HostPort.parse(text);
            if (server.host().isEmpty() || server.port() == 0) {
                throw new BadValueException("host and port are needed, such as localhost:9000");
            }
            return server;
        } catch (BadValueException e) {
            throw new BadValueException(
                    "'" + text + "' is no server: " + e.hint().replace(":8080", ":9000"));
        }
    }

    /** Splits at {@code &} only: {@code #}, {@code :} and {@code ,} belong to stream ids. */
    private static Map<String, String> parameters(String query) throws BadValueException {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String item : query.isEmpty() ? List.<String>of() : List.of(query.split("&", -1))) {
            int equals = item.indexOf('=');
            String name = equals < 0 ? item : item.substring(0, equals);
            checkName(name);
            if (parameters.put(name, equals < 0 ? "" : decoded(name, item.substring(equals + 1))) != null) {
                throw new BadValueException("parameter '" + name + "' is there twice");
            }
        }
        String mode = parameters.getOrDefault("mode", "caller");
        if (!mode.equals("caller")) {
            throw new BadValueException(
                    "mode=" + mode + " is not possible: push connects to a server, which is mode=caller");
        }
        return parameters;
    }

    private static void checkName(String name) throws BadValueException {
        if (!KNOWN.contains(name)) {
            String meant = Nearest.of(name, KNOWN)
                    .map(word -> ", did you mean '" + word + "'?")
                    .orElse("");
            throw new BadValueException(
                    "unknown parameter '" + name + "'" + meant + " (known: " + String.join(", ", KNOWN) + ")");
        }
    }

    private static String streamId(Map<String, String> parameters) throws BadValueException {
        String streamId = parameters.getOrDefault("streamid", "");
        if (streamId.isEmpty()) {
            throw new BadValueException("the stream's name is missing: " + EXAMPLE);
        }
        if (streamId.getBytes(StandardCharsets.UTF_8).length > MAX_STREAM_ID_BYTES) {
            throw new BadValueException("streamid is longer than " + MAX_STREAM_ID_BYTES + " bytes");
        }
        try {
            StreamId id = StreamId.parse(streamId);
            if (id.mode() != StreamId.Mode.PUBLISH) {
                throw new BadValueException("streamid asks for something else than publishing: " + EXAMPLE);
            }
            return streamId;
        } catch (MalformedMediaException e) {
            throw new BadValueException(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<SrtEncryption> encryption(Map<String, String> parameters) throws BadValueException {
        int keyBytes = keyBytes(parameters.getOrDefault("pbkeylen", "0"));
        KeyRefresh refresh = refresh(parameters.get("kmrefreshrate"));
        Passphrase passphrase;
        try {
            passphrase = Passphrase.of(parameters.getOrDefault("passphrase", ""));
        } catch (IllegalArgumentException e) {
            throw new BadValueException(String.valueOf(e.getMessage()));
        }
        if (passphrase.isSet()) {
            int used = keyBytes == 0 ? SrtEncryption.DEFAULT_KEY_BYTES : keyBytes;
            return Optional.of(new SrtEncryption(passphrase, used, refresh));
        }
        if (parameters.containsKey("passphrase")) {
            throw new BadValueException("passphrase is empty: leave it out to send in the clear");
        }
        if (keyBytes != 0 || parameters.containsKey("kmrefreshrate")) {
            throw new BadValueException("pbkeylen and kmrefreshrate need a passphrase");
        }
        return Optional.empty();
    }

    private static int keyBytes(String text) throws BadValueException {
        return switch (text) {
            case "0" -> 0; // as in other programs: the default
            case "16" -> 16;
            case "24" -> 24;
            case "32" -> 32;
            default ->
                throw new BadValueException("pbkeylen=" + text + " is no key length in bytes: 16, 24 or 32 (AES-256)");
        };
    }

    private static KeyRefresh refresh(@Nullable String text) throws BadValueException {
        if (text == null) {
            return KeyRefresh.defaults();
        }
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < MIN_REFRESH_PACKETS) {
            throw new BadValueException(
                    "kmrefreshrate=" + text + " is no number of packets from " + MIN_REFRESH_PACKETS + " on");
        }
        return KeyRefresh.every(Integer.parseInt(text));
    }

    private static int latencyMs(@Nullable String text) throws BadValueException {
        if (text == null) {
            return DEFAULT_LATENCY_MS;
        }
        String digits = text.endsWith("ms") ? text.substring(0, text.length() - 2) : text;
        if (!digits.matches("[0-9]{1,9}")) {
            throw new BadValueException("latency=" + text + " is no number of milliseconds, such as latency=120");
        }
        int latencyMs = Integer.parseInt(digits);
        if (latencyMs > MAX_LATENCY_MS) {
            throw new BadValueException("latency=" + text + " is above " + MAX_LATENCY_MS
                    + ": it counts milliseconds here, unlike ffmpeg's microseconds");
        }
        return latencyMs;
    }

    /** Percent escapes only; a plus stays a plus. */
    private static String decoded(String name, String text) throws BadValueException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                bytes.write(raw[i]);
                continue;
            }
            int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new BadValueException("'" + shown(name, text)
                        + "' has a % that no two hex digits follow: write %25 for a percent sign");
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadValueException("'" + shown(name, text) + "' is not UTF-8");
        }
    }

    private static String shown(String name, String value) {
        return name.equals("passphrase") ? "***" : value;
    }

    /** For people; shows no secret. */
    @Override
    public String toString() {
        return SCHEME + server + "?streamid=" + StreamId.masked(streamId)
                + encryption.map(e -> "&passphrase=***").orElse("");
    }
}
