package llhls.cmaf;

import java.nio.ByteBuffer;

/**
 * Direct memory for the parts of one stream, handed out front to back from large chunks, since a direct buffer per part would
 * cost a system allocation each.
 *
 * <p>A chunk is freed by the collector once no part refers to it. When that turns out too lazy for many streams, a ring of
 * chunks with reference counts goes here: taken in {@link #take}, released when the segment has left the window, its
 * retention has passed and no response reads it.
 *
 * <p>Thread: confined to the media thread of its stream; the slices may be read anywhere once published.
 */
final class PartSlab {

    private static final int CHUNK_BYTES = 1 << 20;

    private ByteBuffer chunk = ByteBuffer.allocateDirect(0);

    /** A region of {@code length} bytes to be written once; publish {@link ByteBuffer#asReadOnlyBuffer} of it. */
    ByteBuffer take(int length) {
        if (chunk.remaining() < length) {
            chunk = ByteBuffer.allocateDirect(Math.max(CHUNK_BYTES, length));
        }
        ByteBuffer region = chunk.slice(chunk.position(), length);
        chunk.position(chunk.position() + length);
        return region;
    }
}
