/**
 * MPEG-TS: a push demuxer that gives every access unit out as soon as its last byte is in and never a broken one, the small
 * muxer for pushing, and the reader of TS files.
 */
@NullMarked
package llhls.ingest.ts;

import org.jspecify.annotations.NullMarked;
