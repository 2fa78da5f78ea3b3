package llhls.tests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Downloads what a stream's playlists list into one fMP4 file per rendition. */
final class Recording {

    private Recording() {}

    /** The content of an ended stream with a video and an audio rendition. */
    static MediaFacts of(List<PlaylistText> playlists, Path folder) {
        assertThat(playlists).as("a video and an audio rendition").hasSize(2);
        return MediaFacts.ofRenditions(
                save(playlists.get(0), folder.resolve("video.mp4")),
                save(playlists.get(1), folder.resolve("audio.mp4")));
    }

    /** Init segment and every segment that is not a gap, in order. */
    static Path save(PlaylistText playlist, Path file) {
        List<PlaylistText.Segment> segments = playlist.completeSegments().stream()
                .filter(segment -> !segment.gap())
                .toList();
        assertThat(segments).as("segments of %s", playlist).isNotEmpty();
        assertThat(segments)
                .extracting(PlaylistText.Segment::init)
                .as("init segments")
                .containsOnly(segments.get(0).init());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Http.bytes(segments.get(0).init()));
        for (PlaylistText.Segment segment : segments) {
            bytes.writeBytes(checkedAgainstParts(segment));
        }
        try {
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A segment is the concatenation of its parts, and lasts as long as they do. */
    private static byte[] checkedAgainstParts(PlaylistText.Segment segment) {
        URI uri = segment.uri().orElseThrow();
        byte[] whole = Http.bytes(uri);
        if (!segment.parts().isEmpty()) {
            ByteArrayOutputStream joined = new ByteArrayOutputStream();
            segment.parts().forEach(part -> joined.writeBytes(Http.bytes(part.uri())));
            assertThat(joined.toByteArray()).as("parts of %s", uri).isEqualTo(whole);
            assertThat(segment.parts().stream()
                            .mapToLong(PlaylistText.PartLine::micros)
                            .sum())
                    .as("duration of the parts of %s", uri)
                    .isEqualTo(segment.micros());
        }
        return whole;
    }
}
