package llhls.origin.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.Arrays;
import java.util.List;
import llhls.media.StreamName;
import llhls.media.time.Clock;
import llhls.origin.stream.LiveStream;
import llhls.origin.stream.StreamRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Routes every request (DEC-2). Thread: I/O threads; the API moves to a worker. */
final class OriginHandlers implements HttpHandler {

    private static final Logger log = LoggerFactory.getLogger(OriginHandlers.class);
    private static final String PLAYLIST = ".m3u8";
    private static final HttpString ALLOW_METHODS = new HttpString("Access-Control-Allow-Methods");
    private static final HttpString ALLOW_HEADERS = new HttpString("Access-Control-Allow-Headers");
    private static final HttpString MAX_AGE = new HttpString("Access-Control-Max-Age");
    private static final String METHODS = "GET, HEAD, OPTIONS";

    private final StreamRegistry registry;
    private final HeldRequests held;
    private final StaticFiles files;
    private final AdminHandler admin;
    private final Clock clock;

    OriginHandlers(StreamRegistry registry, HeldRequests held, StaticFiles files, Clock clock) {
        this.registry = registry;
        this.held = held;
        this.files = files;
        this.admin = new AdminHandler(registry, clock);
        this.clock = clock;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        Reply.common(exchange);
        HttpString method = exchange.getRequestMethod();
        try {
            if (method.equals(Methods.GET) || method.equals(Methods.HEAD)) {
                route(exchange, Arrays.asList(path(exchange).split("/", -1)));
            } else if (method.equals(Methods.OPTIONS)) {
                preflight(exchange);
            } else {
                notAllowed(exchange);
            }
        } catch (RuntimeException e) { // the top of this request: others go on
            log.error("request failed: path={}", exchange.getRequestPath(), e);
            Reply.error(exchange, 500, CachePolicy.NO_STORE, "internal error: the server's log says more");
        }
    }

    /** Decoded, without the leading slash; a proxy's request may have none. */
    private static String path(HttpServerExchange exchange) {
        String path = exchange.getRequestPath();
        return path.startsWith("/") ? path.substring(1) : path;
    }

    private void route(HttpServerExchange exchange, List<String> path) {
        switch (path.get(0)) {
            case "" -> files.send(exchange, path.size() == 1 ? "index.html" : "");
            case "assets" -> files.send(exchange, String.join("/", path.subList(1, path.size())));
            case "watch" -> watch(exchange, path);
            case "healthz" -> admin.health(exchange, held.draining());
            case "time" -> admin.time(exchange);
            case "api" -> api(exchange, path);
            default -> streams(exchange, path);
        }
    }

    private void watch(HttpServerExchange exchange, List<String> path) {
        boolean complete = path.size() == 3 || (path.size() == 4 && path.get(3).isEmpty());
        boolean page = complete && name(path.get(1), path.get(2)) != null;
        files.send(exchange, page ? "watch.html" : "");
    }

    private void api(HttpServerExchange exchange, List<String> path) {
        if (path.equals(List.of("api", "streams"))) {
            exchange.dispatch(() -> guarded(exchange, () -> admin.streams(exchange)));
        } else {
            Answers.nothingHere(exchange);
        }
    }

    private void streams(HttpServerExchange exchange, List<String> path) {
        StreamName name = path.size() == 3 || path.size() == 4 ? name(path.get(0), path.get(1)) : null;
        if (name == null) {
            Answers.nothingHere(exchange);
            return;
        }
        LiveStream stream = registry.find(name);
        if (stream == null) {
            Answers.noSuchStream(exchange);
        } else if (path.size() == 3) {
            resource(exchange, stream, path.get(2));
        } else {
            media(exchange, stream, path);
        }
    }

    private void resource(HttpServerExchange exchange, LiveStream stream, String file) {
        if (file.equals("index.m3u8")) {
            held.answerOrHold(new MultivariantRequest(exchange, stream));
        } else if (file.equals("trace")) {
            exchange.dispatch(() -> guarded(exchange, () -> admin.trace(exchange, stream)));
        } else if (file.endsWith(PLAYLIST)) {
            String rendition = file.substring(0, file.length() - PLAYLIST.length());
            held.answerOrHold(MediaPlaylistRequest.of(exchange, stream, rendition));
        } else {
            Answers.nothingHere(exchange);
        }
    }

    private void media(HttpServerExchange exchange, LiveStream stream, List<String> path) {
        MediaFile file = MediaFile.parse(path.get(3));
        if (file == null) {
            Answers.nothingHere(exchange);
        } else {
            held.answerOrHold(new MediaRequest(exchange, stream, path.get(2), file, clock));
        }
    }

    private static void preflight(HttpServerExchange exchange) {
        HeaderMap headers = exchange.getResponseHeaders();
        headers.put(ALLOW_METHODS, METHODS);
        headers.put(ALLOW_HEADERS, "Range, If-None-Match, *");
        headers.put(MAX_AGE, "86400");
        Reply.empty(exchange, 204);
    }

    private static void notAllowed(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.ALLOW, METHODS);
        Reply.error(exchange, 405, CachePolicy.NO_STORE, "use GET or HEAD: media comes in over SRT, not over HTTP");
    }

    /** On a worker thread there is nobody above to catch. */
    private static void guarded(HttpServerExchange exchange, Runnable answer) {
        try {
            answer.run();
        } catch (RuntimeException e) {
            log.error("request failed: path={}", exchange.getRequestPath(), e);
            Reply.error(exchange, 500, CachePolicy.NO_STORE, "internal error: the server's log says more");
        }
    }

    /** Null when no stream can have this name. */
    private static @Nullable StreamName name(String app, String stream) {
        try {
            return new StreamName(app, stream);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
