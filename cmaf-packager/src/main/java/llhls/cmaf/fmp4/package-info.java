/**
 * ISO BMFF writing: init segments with isoparser, fragments by hand.
 */
@NullMarked
package llhls.cmaf.fmp4;

import org.jspecify.annotations.NullMarked;
