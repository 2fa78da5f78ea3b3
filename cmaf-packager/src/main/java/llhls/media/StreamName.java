package llhls.media;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The name of a stream: exactly {@code app/name}, case-sensitive, the same for SRT, RTMP and HTTP (DEC-1).
 *
 * @param app first component, never one of the reserved words of the URL root
 * @param name second component
 */
public record StreamName(String app, String name) {

    private static final int MAX_BYTES = 255;
    private static final String DEFAULT_APP = "live";
    private static final Set<String> RESERVED_APPS =
            Set.of("api", "assets", "clock", "healthz", "metrics", "time", "watch");

    /** Checks both components. */
    public StreamName {
        check(app);
        check(name);
        if (RESERVED_APPS.contains(app)) {
            throw new IllegalArgumentException("stream name '" + app + "/" + name + "': '" + app
                    + "' is reserved for the server's own pages, use another first component such as 'live'");
        }
        if ((app + "/" + name).getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("stream name is longer than " + MAX_BYTES + " bytes");
        }
    }

    /**
     * Reads a path: one component gets {@code live/} in front, of more than two the last two count (DEC-1).
     *
     * @throws IllegalArgumentException naming what is wrong, for the publisher to read
     */
    public static StreamName parse(String path) {
        List<String> parts = Arrays.asList(path.split("/", -1));
        if (parts.size() > 2) {
            parts.forEach(StreamName::check);
        }
        int last = parts.size() - 1;
        return parts.size() == 1
                ? new StreamName(DEFAULT_APP, parts.get(0))
                : new StreamName(parts.get(last - 1), parts.get(last));
    }

    private static void check(String component) {
        if (component.isEmpty() || component.equals(".") || component.equals("..")) {
            throw new IllegalArgumentException(
                    "stream name has an empty, '.' or '..' component: use app/name, such as live/shop1");
        }
        boolean forbidden = component.chars().anyMatch(c -> Character.isISOControl(c) || c == '\\' || c == '/');
        if (forbidden) {
            throw new IllegalArgumentException(
                    "stream name contains a control character or a backslash: use app/name, such as live/shop1");
        }
    }

    /** {@code app/name}. */
    @Override
    public String toString() {
        return app + "/" + name;
    }
}
