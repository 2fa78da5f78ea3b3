package llhls.ingest.srt.protocol;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What arrived at a listener before any connection.
 *
 * <p>Thread: confined to the event loop; others see a copy.
 */
final class ListenerCounters {

    long inductions;
    long badCookies;
    long malformed;
    long rateLimited;
    long repeats;
    long accepted;
    long handshakeV4;
    private final Map<Rejection, Long> refused = new EnumMap<>(Rejection.class);

    void refused(Rejection why) {
        refused.merge(why, 1L, Long::sum);
    }

    Map<String, Number> snapshot(int undecided) {
        Map<String, Number> counters = new LinkedHashMap<>();
        counters.put("inductions", inductions);
        counters.put("badCookies", badCookies);
        counters.put("malformedHandshakes", malformed);
        counters.put("rateLimited", rateLimited);
        counters.put("handshakeDuplicates", repeats);
        counters.put("handshakeV4", handshakeV4);
        counters.put("undecided", undecided);
        counters.put("accepted", accepted);
        refused.forEach((why, count) -> counters.put("refused" + why.code(), count));
        return counters;
    }
}
