/**
 * Facts carried inside the picture itself: the clock mark, which tells when a picture was taken after any number of encoders,
 * packagers and players.
 */
@NullMarked
package llhls.media.picture;

import org.jspecify.annotations.NullMarked;
