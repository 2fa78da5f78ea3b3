/**
 * Clocks and media time. Media time is {@code long} ticks of a {@link llhls.media.time.Timescale}, never a double.
 */
@NullMarked
package llhls.media.time;

import org.jspecify.annotations.NullMarked;
