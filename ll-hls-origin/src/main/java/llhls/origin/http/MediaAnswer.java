package llhls.origin.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import llhls.media.time.Clock;
import llhls.origin.stream.PartTrace;
import llhls.origin.stream.StoredMedia;
import org.jspecify.annotations.Nullable;

/** Sends stored media: whole, in part (206), or not at all (304, 416). */
final class MediaAnswer {

    private MediaAnswer() {}

    /** {@code name} is unique for these bytes for ever, which makes it their entity tag too. */
    static void send(HttpServerExchange exchange, StoredMedia media, String name, Clock clock) {
        String etag = '"' + name + '"';
        headers(exchange, media, etag);
        HeaderMap request = exchange.getRequestHeaders();
        if (RequestHeaders.matches(request.getFirst(Headers.IF_NONE_MATCH), etag)) {
            Reply.empty(exchange, 304);
            return;
        }
        noteFirst(exchange, media.trace(), clock);
        ByteRange range = range(exchange, media, etag);
        if (range == null) {
            Reply.send(exchange, slice(media, 0, media.lengthBytes()));
        } else {
            sendRange(exchange, media, range);
        }
    }

    private static void headers(HttpServerExchange exchange, StoredMedia media, String etag) {
        HeaderMap headers = exchange.getResponseHeaders();
        headers.put(Headers.CONTENT_TYPE, contentType(media));
        headers.put(Headers.CACHE_CONTROL, CachePolicy.media(media.lifetime()));
        headers.put(Headers.EXPIRES, Answers.httpDate(media.published().plus(media.lifetime())));
        headers.put(Headers.LAST_MODIFIED, Answers.httpDate(media.published()));
        headers.put(Headers.ETAG, etag);
        headers.put(Headers.ACCEPT_RANGES, "bytes");
        headers.put(Reply.PRIORITY, urgency(media));
    }

    private static String contentType(StoredMedia media) {
        return switch (media.kind()) {
            case INIT -> media.video() ? "video/mp4" : "audio/mp4";
            case SEGMENT, PART -> "video/iso.segment";
        };
    }

    /** Audio and init segments first: they are small, and nothing plays without them (RFC 9218). */
    private static String urgency(StoredMedia media) {
        return media.video() && media.kind() != StoredMedia.Kind.INIT ? "u=3" : "u=2";
    }

    private static void noteFirst(HttpServerExchange exchange, @Nullable PartTrace trace, Clock clock) {
        if (trace != null && !Reply.isHead(exchange)) {
            trace.served(clock);
        }
    }

    /** Null when the whole is to be sent: no range, a stale If-Range, or HEAD, which knows no ranges. */
    private static @Nullable ByteRange range(HttpServerExchange exchange, StoredMedia media, String etag) {
        HeaderMap request = exchange.getRequestHeaders();
        String ifRange = request.getFirst(Headers.IF_RANGE);
        boolean fresh = ifRange == null
                || ifRange.equals(etag)
                || ifRange.equals(exchange.getResponseHeaders().getFirst(Headers.LAST_MODIFIED));
        boolean asksForRange = fresh && exchange.getRequestMethod().equals(Methods.GET);
        return asksForRange ? ByteRange.parse(request.getFirst(Headers.RANGE), media.lengthBytes()) : null;
    }

    private static void sendRange(HttpServerExchange exchange, StoredMedia media, ByteRange range) {
        HeaderMap headers = exchange.getResponseHeaders();
        if (!range.satisfiable()) {
            headers.put(Headers.CONTENT_RANGE, "bytes */" + media.lengthBytes());
            headers.remove(Headers.ETAG);
            headers.remove(Headers.EXPIRES);
            Reply.error(
                    exchange,
                    416,
                    CachePolicy.SECOND,
                    "the range lies beyond the resource's " + media.lengthBytes() + " bytes");
            return;
        }
        headers.put(Headers.CONTENT_RANGE, "bytes " + range.first() + "-" + range.last() + "/" + media.lengthBytes());
        exchange.setStatusCode(206);
        Reply.send(exchange, slice(media, range.first(), range.length()));
    }

    /** Duplicates of the stored buffers that cover {@code length} bytes from {@code from} on; nothing is copied. */
    private static ByteBuffer[] slice(StoredMedia media, long from, long length) {
        List<ByteBuffer> slices = new ArrayList<>(media.buffers().size());
        long skip = from;
        long left = length;
        for (ByteBuffer buffer : media.buffers()) {
            int size = buffer.remaining();
            if (skip < size && left > 0) {
                int take = (int) Math.min(size - skip, left);
                slices.add(buffer.slice(buffer.position() + (int) skip, take));
                left -= take;
            }
            skip = Math.max(0, skip - size);
        }
        return slices.toArray(ByteBuffer[]::new);
    }
}
