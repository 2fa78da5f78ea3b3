package llhls.ingest.srt;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import llhls.media.MalformedMediaException;
import llhls.media.StreamName;

/**
 * What an SRT caller asks for, in one of the forms encoders send: {@code #!::r=live/shop1,m=publish}, the same
 * percent-escaped, {@code publish:live/shop1}, {@code live/shop1,mode:publish}, {@code srt://host:port/live/shop1} or just
 * {@code live/shop1}. Naming follows DEC-1.
 *
 * <p>{@link #toString} and {@link #masked} show no secret.
 */
public final class StreamId {

    /** What the caller wants to do. */
    public enum Mode {
        PUBLISH,
        REQUEST,
        BIDIRECTIONAL,
        UNKNOWN
    }

    private static final String STANDARD = "#!::";
    private static final String NESTED = "#!:{";
    private static final String FEEDBACK_SUFFIX = "#feedbackplay";
    private static final String HINT = ": use for example publish:live/shop1 or #!::r=live/shop1,m=publish";

    private final StreamName stream;
    private final Mode mode;
    private final String user;
    private final String secret;
    private final String type;

    private StreamId(StreamName stream, Fields fields) {
        this.stream = stream;
        this.mode = fields.mode;
        this.user = fields.user;
        this.secret = fields.secret;
        this.type = fields.type;
    }

    /**
     * Reads any of the known forms; a missing mode means publish.
     *
     * @throws MalformedMediaException saying what is wrong and what to send instead
     */
    public static StreamId parse(String raw) throws MalformedMediaException {
        String text = raw.startsWith("#!") || raw.indexOf('%') < 0 ? raw : Escapes.decodePercent(raw);
        if (text.isBlank()) {
            throw new MalformedMediaException("the stream id is empty" + HINT);
        }
        if (text.startsWith(NESTED)) {
            throw new MalformedMediaException("the nested stream id syntax #!:{...} is not supported" + HINT);
        }
        Fields fields = read(text);
        try {
            return new StreamId(StreamName.parse(fields.path), fields);
        } catch (IllegalArgumentException e) {
            throw new MalformedMediaException(String.valueOf(e.getMessage()));
        }
    }

    public StreamName stream() {
        return stream;
    }

    public Mode mode() {
        return mode;
    }

    /** User name, empty when none was given. */
    public String user() {
        return user;
    }

    /** Key, token or password, empty when none was given. Never logged. */
    public String secret() {
        return secret;
    }

    /** False for the file and authentication types, which are not live streams. */
    public boolean isLiveStream() {
        return type.equals("stream");
    }

    /** For logs: what was understood, secrets hidden. */
    public String masked() {
        return Escapes.printable(stream.toString())
                + (user.isEmpty() ? "" : ",user=" + Escapes.printable(user))
                + (secret.isEmpty() ? "" : ",secret=***");
    }

    /** For logs: a raw stream id, readable or not, with secrets hidden and control characters escaped. */
    public static String masked(String raw) {
        return Escapes.printable(SecretMask.hide(raw));
    }

    @Override
    public String toString() {
        return masked();
    }

    private static Fields read(String text) throws MalformedMediaException {
        Fields fields = new Fields();
        if (text.startsWith(STANDARD)) {
            readStandard(text.substring(STANDARD.length()), fields);
        } else if (text.startsWith("publish:") || text.startsWith("read:")) {
            readColonForm(text, fields);
        } else if (text.indexOf(',') >= 0) {
            readCommaForm(text, fields);
        } else {
            fields.path(withoutServer(text));
        }
        return fields;
    }

    /** {@code r=live/cam1,m=publish,u=bob,s=key}; old SRS encoders put the path into {@code h}. */
    private static void readStandard(String list, Fields fields) throws MalformedMediaException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String item : list.split(",", -1)) {
            int equals = item.indexOf('=');
            if (equals > 0) {
                values.put(item.substring(0, equals).strip(), item.substring(equals + 1));
            }
        }
        fields.mode(values.getOrDefault("m", "publish"));
        fields.user = values.getOrDefault("u", "");
        fields.type = values.getOrDefault("t", "stream");
        String host = values.getOrDefault("h", "");
        int slash = host.indexOf('/');
        String resource = values.getOrDefault("r", slash < 0 ? "" : host.substring(slash + 1));
        if (resource.isEmpty()) {
            throw new MalformedMediaException("the stream id names no resource (r=)" + HINT);
        }
        fields.path(resource);
        fields.secret = values.getOrDefault("s", fields.secret);
    }

    /** {@code publish:path}, {@code publish:path:user:pass}, each with {@code :query} at the end. */
    private static void readColonForm(String text, Fields fields) {
        String plain =
                text.endsWith(FEEDBACK_SUFFIX) ? text.substring(0, text.length() - FEEDBACK_SUFFIX.length()) : text;
        String[] items = plain.split(":", -1);
        fields.mode(items[0]);
        fields.path(items[1]);
        if (items.length >= 4) {
            fields.user = items[2];
            fields.secret = items[3];
        }
        boolean hasQuery = items.length == 3 || items.length >= 5;
        if (hasQuery) {
            fields.query(items[items.length - 1]);
        }
    }

    /** {@code name,mode:publish,token:xyz}. */
    private static void readCommaForm(String text, Fields fields) {
        String[] items = text.split(",", -1);
        fields.path(items[0]);
        for (int i = 1; i < items.length; i++) {
            int colon = items[i].indexOf(':');
            if (colon > 0) {
                fields.option(items[i].substring(0, colon).strip(), items[i].substring(colon + 1));
            }
        }
    }

    /** {@code srt://host:port/app/stream} without its first half. */
    private static String withoutServer(String text) {
        if (!text.startsWith("srt://")) {
            return text;
        }
        int slash = text.indexOf('/', "srt://".length());
        return slash < 0 ? "" : text.substring(slash + 1);
    }

    /** What the forms have in common, while reading. */
    private static final class Fields {
        private String path = "";
        private Mode mode = Mode.PUBLISH;
        private String user = "";
        private String secret = "";
        private String type = "stream";

        void path(String value) {
            int question = value.indexOf('?');
            path = question < 0 ? value : value.substring(0, question);
            if (question >= 0) {
                query(value.substring(question + 1));
            }
        }

        void mode(String value) {
            mode = switch (value.strip()) {
                case "publish" -> Mode.PUBLISH;
                case "request", "read", "play" -> Mode.REQUEST;
                case "bidirectional" -> Mode.BIDIRECTIONAL;
                default -> Mode.UNKNOWN;
            };
        }

        /** {@code key=value&...}; a query without any {@code =} is the secret itself. */
        void query(String query) {
            if (query.indexOf('=') < 0) {
                secret = query;
                return;
            }
            for (String item : query.split("&", -1)) {
                int equals = item.indexOf('=');
                if (equals > 0) {
                    option(item.substring(0, equals), item.substring(equals + 1));
                }
            }
        }

        void option(String key, String value) {
            if (key.equals("mode")) {
                mode(value);
            } else if (key.equals("user")) {
                user = value;
            } else if (SecretMask.isSecretKey(key)) {
                secret = value;
            }
        }
    }

    /** UTF-8 length limit of the stream id extension. */
    static boolean fits(String raw) {
        return raw.getBytes(StandardCharsets.UTF_8).length <= 512;
    }
}
