package llhls.origin.stream;

import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of a stream name live, by URI below the stream: {@code v1/p4842.m4s}.
 *
 * <p>Thread: written by the stream's media thread, read by any.
 */
public interface SegmentStore {

    /** Makes {@code media} available, for good until {@link #expire} says otherwise; replaces nothing that differs. */
    void put(String uri, StoredMedia media);

    /** Lets {@code uri} go at {@code atNs}; a later call or {@link #put} overrules. */
    void expire(String uri, long atNs);

    /** Forgets what is due. */
    void trim(long nowNs);

    /** Null when it is not there, or no longer. */
    @Nullable
    StoredMedia find(String uri);
}
