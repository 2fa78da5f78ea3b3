/**
 * Codec bitstreams: NAL units, parameter sets, AAC configuration, RFC 6381 strings. Every reader takes hostile input.
 */
@NullMarked
package llhls.media.codec;

import org.jspecify.annotations.NullMarked;
