/** Playlists as text, and what clients ask of them: pure functions over records (rfc8216bis). */
@NullMarked
package llhls.origin.playlist;

import org.jspecify.annotations.NullMarked;
