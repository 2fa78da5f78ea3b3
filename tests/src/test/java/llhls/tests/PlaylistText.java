package llhls.tests;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A playlist as these tests read it: independent of the code that wrote it, and strict enough to notice nonsense. */
record PlaylistText(URI uri, List<String> lines) {

    private static final Pattern ATTRIBUTE = Pattern.compile("([A-Z0-9-]+)=(\"[^\"]*\"|[^,]*)(?:,|$)");

    /** @param micros the EXTINF duration; 0 while the segment is in progress, which then has no URI either */
    record Segment(
            long msn,
            Optional<URI> uri,
            long micros,
            URI init,
            boolean gap,
            boolean discontinuity,
            List<PartLine> parts) {}

    record PartLine(URI uri, long micros, boolean independent, boolean gap) {}

    static PlaylistText load(URI uri) {
        return parse(uri, Http.text(uri));
    }

    static PlaylistText parse(URI uri, String text) {
        if (!text.startsWith("#EXTM3U\n")) {
            throw new AssertionError(uri + " does not begin with #EXTM3U:\n" + text);
        }
        return new PlaylistText(uri, text.lines().toList());
    }

    boolean ended() {
        return lines.contains("#EXT-X-ENDLIST");
    }

    Optional<String> value(String tag) {
        return values(tag).findFirst();
    }

    Stream<String> values(String tag) {
        String start = "#" + tag + ":";
        return lines.stream().filter(line -> line.startsWith(start)).map(line -> line.substring(start.length()));
    }

    /** Attributes of the only line with this tag. */
    Map<String, String> attributes(String tag) {
        return attributesOf(value(tag).orElseThrow(() -> new AssertionError("no " + tag + " in " + this)));
    }

    static Map<String, String> attributesOf(String list) {
        Map<String, String> found = new LinkedHashMap<>();
        Matcher matcher = ATTRIBUTE.matcher(list);
        while (matcher.find()) {
            String value = matcher.group(2);
            String plain = value.startsWith("\"") ? value.substring(1, value.length() - 1) : value;
            if (found.put(matcher.group(1), plain) != null) {
                throw new AssertionError("attribute twice: " + list);
            }
        }
        return found;
    }

    long mediaSequence() {
        return Long.parseLong(value("EXT-X-MEDIA-SEQUENCE").orElse("0"));
    }

    long partTargetMicros() {
        return micros(attributes("EXT-X-PART-INF").get("PART-TARGET"));
    }

    /** URIs of all media playlists of a multivariant playlist, variants first. */
    List<URI> renditions() {
        Stream<String> variants = lines.stream().filter(line -> !line.isEmpty() && !line.startsWith("#"));
        Stream<String> media =
                values("EXT-X-MEDIA").map(list -> attributesOf(list).get("URI"));
        return Stream.concat(variants, media).distinct().map(uri::resolve).toList();
    }

    /** Complete segments, then the one in progress if it has parts. */
    List<Segment> segments() {
        Reader reader = new Reader();
        lines.forEach(reader::line);
        return reader.finish();
    }

    List<Segment> completeSegments() {
        return segments().stream().filter(segment -> segment.uri().isPresent()).toList();
    }

    /** Number of the newest complete segment, -1 when there is none. */
    long newestMsn() {
        List<Segment> complete = completeSegments();
        return complete.isEmpty() ? -1 : complete.get(complete.size() - 1).msn();
    }

    static long micros(String seconds) {
        return new java.math.BigDecimal(seconds).movePointRight(6).longValueExact();
    }

    @Override
    public String toString() {
        return uri + ":\n" + String.join("\n", lines);
    }

    /** Collects the lines of one segment after the other. */
    private final class Reader {
        private final List<Segment> segments = new ArrayList<>();
        private long msn = mediaSequence();
        private URI init = uri;

        // of the segment being read
        private long micros;
        private boolean gap;
        private boolean discontinuity;
        private List<PartLine> parts = new ArrayList<>();

        void line(String line) {
            if (line.startsWith("#EXT-X-MAP:")) {
                init = uri.resolve(attributesOf(line.substring(11)).get("URI"));
            } else if (line.startsWith("#EXTINF:")) {
                micros = micros(line.substring(8, line.indexOf(',')));
            } else if (line.equals("#EXT-X-GAP")) {
                gap = true;
            } else if (line.equals("#EXT-X-DISCONTINUITY")) {
                discontinuity = true;
            } else if (line.startsWith("#EXT-X-PART:")) {
                parts.add(part(attributesOf(line.substring(12))));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                close(Optional.of(uri.resolve(line)));
            }
        }

        private PartLine part(Map<String, String> attributes) {
            return new PartLine(
                    uri.resolve(attributes.get("URI")),
                    PlaylistText.micros(attributes.get("DURATION")),
                    "YES".equals(attributes.get("INDEPENDENT")),
                    "YES".equals(attributes.get("GAP")));
        }

        private void close(Optional<URI> segmentUri) {
            segments.add(new Segment(msn++, segmentUri, micros, init, gap, discontinuity, List.copyOf(parts)));
            micros = 0;
            gap = false;
            discontinuity = false;
            parts = new ArrayList<>();
        }

        List<Segment> finish() {
            if (!parts.isEmpty()) {
                close(Optional.empty());
            }
            return segments;
        }
    }
}
