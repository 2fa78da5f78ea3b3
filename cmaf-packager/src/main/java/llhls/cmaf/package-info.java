/**
 * The packager: access units in, CMAF parts and segments out ({@code specs}: CMAF, DEC).
 */
@NullMarked
package llhls.cmaf;

import org.jspecify.annotations.NullMarked;
