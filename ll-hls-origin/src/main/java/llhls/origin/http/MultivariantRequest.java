package llhls.origin.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import llhls.origin.stream.LiveStream;
import llhls.origin.stream.PlaylistBody;

/** A request for the Multivariant Playlist; waits until every rendition can be played (LL-145). Directives are ignored. */
record MultivariantRequest(HttpServerExchange exchange, LiveStream stream) implements Pending {

    /** Reserved as a rendition id (DEC-3). */
    @Override
    public String rendition() {
        return "index";
    }

    @Override
    public boolean ready() {
        return stream.multivariant() != null || over();
    }

    @Override
    public void answer() {
        PlaylistBody body = stream.multivariant();
        if (body == null || stream.state() == LiveStream.State.REMOVED) {
            Answers.notStarted(exchange, stream);
            return;
        }
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, CachePolicy.multivariant());
        Answers.playlist(exchange, body);
    }

    @Override
    public void heldTooLong() {
        Answers.notStarted(exchange, stream);
    }

    private boolean over() {
        return switch (stream.state()) {
            case STARTING, LIVE, GAP -> false;
            case ENDED, REMOVED -> true;
        };
    }
}
