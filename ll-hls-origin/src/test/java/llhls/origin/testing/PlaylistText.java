package llhls.origin.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A media playlist read back from its text: the tests' own reader, which shares nothing with the renderer. */
public record PlaylistText(List<String> header, int skipped, List<Segment> segments, List<String> tail) {

    /** One segment; {@code extinf} and {@code uri} are null while it runs. {@code init} is the MAP in force. */
    public record Segment(
            long msn,
            @Nullable String init,
            boolean discontinuity,
            String date,
            boolean gap,
            List<String> parts,
            @Nullable String extinf,
            @Nullable String uri) {

        public boolean complete() {
            return uri != null;
        }

        public long micros() {
            return Math.round(Double.parseDouble(Optional.ofNullable(extinf).orElseThrow()) * 1_000_000);
        }
    }

    public static PlaylistText parse(String text) {
        return new Reader().read(text);
    }

    public String header(String tag) {
        return header.stream()
                .filter(line -> line.startsWith(tag + ":"))
                .map(line -> line.substring(tag.length() + 1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + tag));
    }

    public long number(String tag) {
        return Long.parseLong(header(tag));
    }

    public boolean has(String tag) {
        return header.contains(tag) || tail.contains(tag) || header.stream().anyMatch(l -> l.startsWith(tag + ":"));
    }

    public List<Segment> complete() {
        return segments.stream().filter(Segment::complete).toList();
    }

    public Segment last() {
        return segments.get(segments.size() - 1);
    }

    /** What the PRELOAD-HINT names. */
    public Optional<String> hint() {
        return tail.stream()
                .filter(line -> line.startsWith("#EXT-X-PRELOAD-HINT:"))
                .map(line -> attribute(line, "URI"))
                .findFirst();
    }

    public List<String> reports() {
        return tail.stream()
                .filter(line -> line.startsWith("#EXT-X-RENDITION-REPORT:"))
                .map(line -> line.substring("#EXT-X-RENDITION-REPORT:".length()))
                .toList();
    }

    public static String attribute(String line, String name) {
        for (String attribute : line.substring(line.indexOf(':') + 1).split(",(?=[A-Z-]+=)", -1)) {
            if (attribute.startsWith(name + "=")) {
                return attribute.substring(name.length() + 1).replace("\"", "");
            }
        }
        throw new AssertionError("no " + name + " in " + line);
    }

    /** What a player has after applying this delta update to {@code before} (rfc8216bis §6.3.7). */
    public PlaylistText mergedInto(PlaylistText before) {
        long first = number("#EXT-X-MEDIA-SEQUENCE");
        List<Segment> merged = new ArrayList<>();
        for (Segment segment : before.segments()) {
            if (segment.msn() >= first && segment.msn() < first + skipped) {
                merged.add(segment);
            }
        }
        merged.addAll(segments);
        return new PlaylistText(header, 0, merged, tail);
    }

    private static final class Reader {
        private final List<String> header = new ArrayList<>();
        private final List<Segment> segments = new ArrayList<>();
        private final List<String> tail = new ArrayList<>();
        private int skipped;
        private long msn;
        private @Nullable String init;
        // of the segment being read
        private boolean discontinuity;
        private boolean gap;
        private @Nullable String date;
        private @Nullable String extinf;
        private List<String> parts = new ArrayList<>();

        PlaylistText read(String text) {
            text.lines().forEach(this::line);
            if (date != null) {
                close(null);
            }
            return new PlaylistText(header, skipped, segments, tail);
        }

        private void line(String line) {
            if (!line.startsWith("#")) {
                close(line);
            } else if (line.startsWith("#EXT-X-SKIP:")) {
                skipped = Integer.parseInt(attribute(line, "SKIPPED-SEGMENTS"));
                msn += skipped;
            } else if (line.equals("#EXT-X-DISCONTINUITY")) {
                discontinuity = true;
            } else if (line.startsWith("#EXT-X-MAP:")) {
                init = attribute(line, "URI");
            } else if (line.startsWith("#EXT-X-PROGRAM-DATE-TIME:")) {
                date = line.substring(line.indexOf(':') + 1);
            } else if (line.equals("#EXT-X-GAP")) {
                gap = true;
            } else if (line.startsWith("#EXT-X-PART:")) {
                parts.add(line.substring(line.indexOf(':') + 1));
            } else if (line.startsWith("#EXTINF:")) {
                extinf = line.substring(line.indexOf(':') + 1).replace(",", "");
            } else if (line.startsWith("#EXT-X-PRELOAD-HINT:")
                    || line.startsWith("#EXT-X-RENDITION-REPORT:")
                    || line.equals("#EXT-X-ENDLIST")) {
                tail.add(line);
            } else {
                header(line);
            }
        }

        private void header(String line) {
            if (!segments.isEmpty() || date != null) {
                throw new AssertionError("header tag after the first segment: " + line);
            }
            header.add(line);
            if (line.startsWith("#EXT-X-MEDIA-SEQUENCE:")) {
                msn = Long.parseLong(line.substring(line.indexOf(':') + 1));
            }
        }

        private void close(@Nullable String uri) {
            segments.add(new Segment(
                    msn++, init, discontinuity, Optional.ofNullable(date).orElseThrow(), gap, parts, extinf, uri));
            discontinuity = false;
            gap = false;
            date = null;
            extinf = null;
            parts = new ArrayList<>();
        }
    }
}
