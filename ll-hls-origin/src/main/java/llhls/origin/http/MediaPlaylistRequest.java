package llhls.origin.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import llhls.origin.park.ReloadDecision;
import llhls.origin.park.ReloadDecision.Park;
import llhls.origin.park.ReloadDecision.Reject;
import llhls.origin.park.ReloadDecision.Respond;
import llhls.origin.playlist.DeliveryDirectives;
import llhls.origin.stream.LiveStream;
import llhls.origin.stream.RenditionSnapshot;

/**
 * A request for a media playlist: plain, blocking, delta.
 *
 * @param directives what the query asks for
 */
record MediaPlaylistRequest(
        HttpServerExchange exchange, LiveStream stream, String rendition, DeliveryDirectives directives)
        implements Pending {

    /** What {@link #ready} judged too far ahead has come near since: it must be answered all the same. */
    private static final Reject NO_LONGER_AHEAD = new Reject(
            ReloadDecision.Cause.TOO_FAR_AHEAD, "the position asked for was too far ahead a moment ago: ask again");

    @Override
    public boolean ready() {
        return missing() || !(decision() instanceof Park);
    }

    @Override
    public void answer() {
        if (missing()) {
            Answers.noSuchRendition(exchange, stream, rendition);
            return;
        }
        ReloadDecision decision = decision();
        if (decision instanceof Respond respond) {
            respond(respond);
        } else if (decision instanceof Reject reject) {
            reject(reject);
        } else {
            reject(NO_LONGER_AHEAD);
        }
    }

    /** Without a first segment it is as if the playlist did not exist yet; a stalled blocking reload is a 503 (DEC-12). */
    @Override
    public void heldTooLong() {
        RenditionSnapshot snapshot = stream.snapshot(rendition);
        if (snapshot == null || !snapshot.progress().playable()) {
            Answers.notStarted(exchange, stream);
        } else {
            Reply.unavailable(
                    exchange, "no new media has arrived: the encoder may have stalled, try again in a second");
        }
    }

    /** True when waiting cannot help. */
    private boolean missing() {
        return switch (stream.state()) {
            case STARTING -> false;
            case LIVE, GAP -> !stream.hasRendition(rendition);
            case ENDED -> stream.snapshot(rendition) == null;
            case REMOVED -> true;
        };
    }

    private ReloadDecision decision() {
        return ReloadDecision.of(directives, stream.snapshot(rendition));
    }

    private void respond(Respond respond) {
        RenditionSnapshot snapshot = respond.snapshot();
        HeaderMap headers = exchange.getResponseHeaders();
        headers.put(Headers.CACHE_CONTROL, CachePolicy.playlist(snapshot, directives.blocking()));
        headers.put(Headers.LAST_MODIFIED, Answers.httpDate(snapshot.modified()));
        Answers.playlist(exchange, respond.body());
    }

    private void reject(Reject reject) {
        String cache = switch (reject.cause()) {
            case MALFORMED -> CachePolicy.MINUTE;
            case TOO_FAR_AHEAD -> CachePolicy.NO_STORE;
        };
        Reply.error(exchange, 400, cache, reject.message());
    }

    static MediaPlaylistRequest of(HttpServerExchange exchange, LiveStream stream, String rendition) {
        return new MediaPlaylistRequest(
                exchange, stream, rendition, DeliveryDirectives.parse(exchange.getQueryParameters()));
    }
}
