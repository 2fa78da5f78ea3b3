package llhls.origin.stream;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resource that never changes under its URI: an init segment, a segment or a part.
 *
 * @param kind what it is
 * @param video whether it belongs to a video rendition
 * @param buffers read-only direct bytes, in order; for readers to duplicate
 * @param lengthBytes of all buffers
 * @param published when it became available
 * @param lifetime how long from then on it is planned to stay
 * @param trace where its first sending is noted; parts only
 */
public record StoredMedia(
        Kind kind,
        boolean video,
        List<ByteBuffer> buffers,
        long lengthBytes,
        Instant published,
        Duration lifetime,
        @Nullable PartTrace trace) {

    /** The three kinds of media resources. */
    public enum Kind {
        INIT,
        SEGMENT,
        PART
    }

    /** Copies the list, not the bytes. */
    public StoredMedia {
        buffers = List.copyOf(buffers);
    }

    static StoredMedia of(
            Kind kind, boolean video, List<ByteBuffer> buffers, Availability when, @Nullable PartTrace trace) {
        long length = buffers.stream().mapToLong(ByteBuffer::remaining).sum();
        return new StoredMedia(kind, video, buffers, length, when.published(), when.lifetime(), trace);
    }

    /** From when on, and for how long. */
    record Availability(Instant published, Duration lifetime) {}
}
