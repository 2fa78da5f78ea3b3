/**
 * Bytes on their way from the network to the packager: pooled payloads and bit reading.
 */
@NullMarked
package llhls.media.io;

import org.jspecify.annotations.NullMarked;
