/** Live streams: who publishes, the window, the bytes, and the rendered snapshots that readers see. */
@NullMarked
package llhls.origin.stream;

import org.jspecify.annotations.NullMarked;
