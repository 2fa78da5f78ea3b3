package llhls.origin.stream;

import java.util.List;
import llhls.media.EncoderFinding;
import llhls.media.Publisher;
import llhls.media.StreamName;
import org.jspecify.annotations.Nullable;

/**
 * A stream as the API shows it (DEC-16).
 *
 * @param publisher null when nobody publishes at present
 */
public record StreamStatus(
        StreamName name,
        LiveStream.State state,
        @Nullable Connected publisher,
        List<RenditionStatus> renditions,
        List<EncoderFinding> doctor) {

    /** Copies the lists. */
    public StreamStatus {
        renditions = List.copyOf(renditions);
        doctor = List.copyOf(doctor);
    }

    /** Who publishes, and since when in Unix milliseconds. */
    public record Connected(Publisher publisher, long sinceMillis) {}

    /** A rendition and its newest part. */
    public record RenditionStatus(String id, MediaPosition newest) {}
}
