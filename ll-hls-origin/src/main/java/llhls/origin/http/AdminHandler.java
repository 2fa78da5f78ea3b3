package llhls.origin.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import llhls.media.EncoderFinding;
import llhls.media.time.Clock;
import llhls.origin.stream.LiveStream;
import llhls.origin.stream.PartTrace;
import llhls.origin.stream.StreamRegistry;
import llhls.origin.stream.StreamStatus;

/** What operators and measuring tools ask (DEC-16): streams, traces, the time, health. Thread: any. */
final class AdminHandler {

    private static final String JSON = "application/json";
    private static final DateTimeFormatter ISO_MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final JsonFactory json = new JsonFactory();
    private final StreamRegistry registry;
    private final Clock clock;

    AdminHandler(StreamRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** Writes one JSON document. */
    private interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    void health(HttpServerExchange exchange, boolean draining) {
        if (draining) {
            Reply.unavailable(exchange, "the server is stopping");
        } else {
            fresh(exchange);
            Reply.text(exchange, "text/plain; charset=utf-8", "ok\n");
        }
    }

    void time(HttpServerExchange exchange) {
        fresh(exchange);
        Reply.text(exchange, "text/plain; charset=utf-8", ISO_MILLIS.format(clock.now()));
    }

    void streams(HttpServerExchange exchange) {
        List<StreamStatus> statuses = registry.statuses();
        send(exchange, out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("streams");
            for (StreamStatus status : statuses) {
                stream(out, status);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    void trace(HttpServerExchange exchange, LiveStream stream) {
        send(exchange, out -> {
            out.writeStartObject();
            out.writeStringField("stream", stream.name().toString());
            out.writeNumberField("nowUs", clock.unixMicros(clock.nanoTime()));
            out.writeArrayFieldStart("parts");
            for (PartTrace part : stream.traces()) {
                part(out, part);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static void stream(JsonGenerator out, StreamStatus status) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", status.name().toString());
        out.writeStringField("state", state(status.state()));
        publisher(out, status);
        out.writeArrayFieldStart("renditions");
        for (StreamStatus.RenditionStatus rendition : status.renditions()) {
            out.writeStartObject();
            out.writeStringField("id", rendition.id());
            out.writeNumberField("msn", rendition.newest().msn());
            out.writeNumberField("part", rendition.newest().part());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeArrayFieldStart("doctor");
        for (EncoderFinding finding : status.doctor()) {
            out.writeStartObject();
            out.writeStringField("code", finding.code());
            out.writeStringField("message", finding.message());
            out.writeStringField("fix", finding.fix());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void publisher(JsonGenerator out, StreamStatus status) throws IOException {
        StreamStatus.Connected connected = status.publisher();
        if (connected == null) {
            out.writeNullField("publisher");
            return;
        }
        out.writeObjectFieldStart("publisher");
        out.writeStringField("protocol", connected.publisher().protocol());
        out.writeStringField("remote", connected.publisher().remote());
        out.writeNumberField("sinceMs", connected.sinceMillis());
        out.writeObjectFieldStart("stats");
        for (Map.Entry<String, Number> entry : connected.publisher().stats().entrySet()) {
            out.writeFieldName(entry.getKey());
            number(out, entry.getValue());
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void number(JsonGenerator out, Number value) throws IOException {
        if (value instanceof Double || value instanceof Float) {
            double real = value.doubleValue();
            out.writeNumber(Double.isFinite(real) ? real : 0); // JSON has no NaN
        } else {
            out.writeNumber(value.longValue());
        }
    }

    private static void part(JsonGenerator out, PartTrace part) throws IOException {
        out.writeStartObject();
        out.writeStringField("rendition", part.rendition());
        out.writeNumberField("msn", part.msn());
        out.writeNumberField("part", part.index());
        out.writeNumberField("n", part.number());
        out.writeNumberField("firstByteInUs", part.firstByteInUs());
        out.writeNumberField("lastByteInUs", part.lastByteInUs());
        out.writeNumberField("cutUs", part.cutUs());
        out.writeNumberField("publishedUs", part.publishedUs());
        out.writeNumberField("firstServedUs", part.firstServedUs());
        out.writeEndObject();
    }

    /** A stream that has no playlist yet is live without renditions. */
    private static String state(LiveStream.State state) {
        return switch (state) {
            case STARTING, LIVE -> "live";
            case GAP -> "gap";
            case ENDED, REMOVED -> "ended";
        };
    }

    private void send(HttpServerExchange exchange, Body body) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = json.createGenerator(text)) {
            body.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        fresh(exchange);
        Reply.text(exchange, JSON, text.toString());
    }

    private static void fresh(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, CachePolicy.NO_STORE);
    }
}
