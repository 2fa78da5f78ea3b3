/**
 * The media model every module shares: streams, tracks, access units, and the seams between ingest, packager and origin.
 */
@NullMarked
package llhls.media;

import org.jspecify.annotations.NullMarked;
