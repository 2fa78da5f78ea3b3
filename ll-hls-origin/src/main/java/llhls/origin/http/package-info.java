/** The HTTP side: routing, headers, and answering held requests on their own I/O threads. */
@NullMarked
package llhls.origin.http;

import org.jspecify.annotations.NullMarked;
