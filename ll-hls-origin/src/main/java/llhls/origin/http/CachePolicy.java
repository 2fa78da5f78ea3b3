package llhls.origin.http;

import java.time.Duration;
import llhls.origin.stream.RenditionSnapshot;

/**
 * Cache-Control of every answer (specs 3.4, 3.5). What is an error now and right in a second must not stay in any cache; what
 * was held must never be uncacheable, or caches stop merging the requests of many viewers into one.
 */
final class CachePolicy {

    static final String NO_STORE = "no-store";
    /** Unknown or not started, held too long, refused by a cap: soon it may be different. */
    static final String SECOND = "max-age=1";
    /** Nonsense stays nonsense. */
    static final String MINUTE = "max-age=60";

    private static final int SEGMENTS_KEPT = 6;
    private static final int MULTIVARIANT_SECONDS = 5;
    private static final int ENDED_SECONDS = 60;

    private CachePolicy() {}

    /** A 200 for a media playlist. Blocking answers are safe for long: the next request names something newer. */
    static String playlist(RenditionSnapshot snapshot, boolean blocking) {
        int targetDuration = snapshot.header().targetDurationSeconds();
        if (snapshot.ended()) {
            return maxAge(ENDED_SECONDS);
        }
        return maxAge(blocking ? SEGMENTS_KEPT * targetDuration : Math.max(1, targetDuration / 2));
    }

    static String multivariant() {
        return maxAge(MULTIVARIANT_SECONDS);
    }

    /** Media never changes under its URI. */
    static String media(Duration lifetime) {
        return maxAge(lifetime.toSeconds()) + ", immutable";
    }

    /** Media that was there, or was withdrawn. */
    static String gone(Duration targetDuration) {
        return maxAge(targetDuration.toSeconds());
    }

    private static String maxAge(long seconds) {
        return "max-age=" + seconds;
    }
}
