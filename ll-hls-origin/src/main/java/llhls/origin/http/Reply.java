package llhls.origin.http;

import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Sends answers. Every answer says its length, and none closes the connection by itself. Thread: the exchange's own. */
final class Reply {

    static final HttpString PRIORITY = new HttpString("Priority");

    private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
    private static final HttpString EXPOSE_HEADERS = new HttpString("Access-Control-Expose-Headers");
    private static final HttpString TIMING_ALLOW_ORIGIN = new HttpString("Timing-Allow-Origin");
    private static final String EXPOSED = "Age, Date, ETag, Content-Length, Content-Range, Server-Timing";

    /**
     * Ends the exchange on success and on failure. The default callback closes the connection on failure, which over HTTP/2
     * kills the streams of everyone else on it.
     */
    private static final IoCallback END = new IoCallback() {
        @Override
        public void onComplete(HttpServerExchange exchange, Sender sender) {
            exchange.endExchange();
        }

        @Override
        public void onException(HttpServerExchange exchange, Sender sender, IOException exception) {
            exchange.endExchange();
        }
    };

    private Reply() {}

    /** What every answer carries, errors included: without it browsers hide even the status from players. */
    static void common(HttpServerExchange exchange) {
        HeaderMap headers = exchange.getResponseHeaders();
        headers.put(ALLOW_ORIGIN, "*");
        headers.put(EXPOSE_HEADERS, EXPOSED);
        headers.put(TIMING_ALLOW_ORIGIN, "*");
    }

    /** Sends {@code body} with the headers set so far. */
    static void send(HttpServerExchange exchange, ByteBuffer... body) {
        long length = 0;
        for (ByteBuffer buffer : body) {
            length += buffer.remaining();
        }
        exchange.setResponseContentLength(length);
        if (length == 0) {
            exchange.endExchange();
        } else {
            exchange.getResponseSender().send(body, END); // which suppresses the body of HEAD
        }
    }

    /** A status without a body. */
    static void empty(HttpServerExchange exchange, int status) {
        exchange.setStatusCode(status);
        exchange.endExchange();
    }

    static void text(HttpServerExchange exchange, String contentType, String text) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, contentType);
        send(exchange, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** An error as one line of plain text: what is wrong, and what to do. */
    static void error(HttpServerExchange exchange, int status, String cacheControl, String message) {
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, cacheControl);
        text(exchange, "text/plain; charset=utf-8", message + "\n");
    }

    /** 503 after holding, or instead of it. It must be cacheable for a moment, see {@link CachePolicy}. */
    static void unavailable(HttpServerExchange exchange, String message) {
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "1");
        error(exchange, 503, CachePolicy.SECOND, message);
    }

    static boolean isHead(HttpServerExchange exchange) {
        return exchange.getRequestMethod().equals(Methods.HEAD);
    }
}
