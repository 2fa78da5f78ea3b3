/** Requests that wait for a publication: when they wait, and where. */
@NullMarked
package llhls.origin.park;

import org.jspecify.annotations.NullMarked;
