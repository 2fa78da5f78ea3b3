package llhls.origin.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.DateUtils;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import java.time.Instant;
import java.util.Date;
import llhls.origin.stream.LiveStream;
import llhls.origin.stream.PlaylistBody;

/** Answers that several kinds of requests share. */
final class Answers {

    private Answers() {}

    /** Sends a playlist, with Cache-Control already set; 304 when the client has it. */
    static void playlist(HttpServerExchange exchange, PlaylistBody body) {
        HeaderMap request = exchange.getRequestHeaders();
        HeaderMap headers = exchange.getResponseHeaders();
        boolean gzip = RequestHeaders.acceptsGzip(request.getFirst(Headers.ACCEPT_ENCODING));
        String etag = body.etag(gzip);
        headers.put(Headers.VARY, "Accept-Encoding");
        headers.put(Headers.ETAG, etag);
        headers.put(Reply.PRIORITY, "u=1");
        if (RequestHeaders.matches(request.getFirst(Headers.IF_NONE_MATCH), etag)) {
            Reply.empty(exchange, 304);
            return;
        }
        headers.put(Headers.CONTENT_TYPE, "application/vnd.apple.mpegurl");
        if (gzip) {
            headers.put(Headers.CONTENT_ENCODING, "gzip");
        }
        Reply.send(exchange, body.bytes(gzip));
    }

    static void noSuchStream(HttpServerExchange exchange) {
        Reply.error(
                exchange,
                404,
                CachePolicy.SECOND,
                "no such stream: start the encoder, or look at /api/streams for what is live");
    }

    static void noSuchRendition(HttpServerExchange exchange, LiveStream stream, String rendition) {
        Reply.error(
                exchange,
                404,
                CachePolicy.SECOND,
                "stream " + stream.name() + " has no rendition '" + rendition + "': index.m3u8 names those it has");
    }

    static void notStarted(HttpServerExchange exchange, LiveStream stream) {
        Reply.error(
                exchange,
                404,
                CachePolicy.SECOND,
                "stream " + stream.name() + " has no complete segment: is the encoder sending key frames?");
    }

    /** Nothing lives under the path. */
    static void nothingHere(HttpServerExchange exchange) {
        Reply.error(exchange, 404, CachePolicy.SECOND, "nothing here: streams are at /{app}/{name}/index.m3u8");
    }

    static String httpDate(Instant instant) {
        return DateUtils.toDateString(Date.from(instant));
    }
}
