/**
 * Threads that own streams: each stream is pinned to one {@link llhls.media.thread.MediaThread} and needs no lock.
 */
@NullMarked
package llhls.media.thread;

import org.jspecify.annotations.NullMarked;
