/** The origin: takes parts from the packager and serves Low-Latency HLS. {@link llhls.origin.Origin} is the way in. */
@NullMarked
package llhls.origin;

import org.jspecify.annotations.NullMarked;
