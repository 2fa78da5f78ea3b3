package llhls.origin;

import java.net.InetSocketAddress;
import llhls.cmaf.PackagerConfig;
import llhls.origin.http.HttpLimits;
import llhls.origin.stream.PublisherConflict;

/**
 * How an origin cuts, keeps and serves streams.
 *
 * @param http where to listen; port 0 takes a free one
 * @param packager how streams are cut
 * @param windowSegments how many complete segments a live playlist lists
 * @param publisherConflict what a second publisher of a stream meets
 * @param limits bounds for HTTP clients
 */
public record OriginConfig(
        InetSocketAddress http,
        PackagerConfig packager,
        int windowSegments,
        PublisherConflict publisherConflict,
        HttpLimits limits) {

    /** A live playlist lists at least six segments, which also covers three target durations (LL-062, LL-063). */
    private static final int MIN_WINDOW_SEGMENTS = 6;

    private static final int MAX_WINDOW_SEGMENTS = 3_600;

    /** Refuses what would break a rule of the playlist (LL-027). */
    public OriginConfig {
        if (windowSegments < MIN_WINDOW_SEGMENTS) {
            throw new IllegalArgumentException("window-segments=" + windowSegments + " is below " + MIN_WINDOW_SEGMENTS
                    + " (a live playlist lists at least 6 segments and 3 target durations): raise window-segments");
        }
        if (windowSegments > MAX_WINDOW_SEGMENTS) {
            throw new IllegalArgumentException("window-segments=" + windowSegments + " is above " + MAX_WINDOW_SEGMENTS
                    + " (the window is kept in memory): lower window-segments");
        }
    }

    /** Port 8080 on all addresses, 15 segments, a second publisher is refused. */
    public static OriginConfig defaults() {
        return new OriginConfig(
                new InetSocketAddress(8080),
                PackagerConfig.defaults(),
                15,
                PublisherConflict.REJECT,
                HttpLimits.defaults());
    }
}
