/**
 * SRT live mode on UDP sockets: {@link llhls.ingest.srt.SrtListener} takes publishers in, {@link llhls.ingest.srt.SrtCaller}
 * pushes to a remote listener. The only package that knows Netty; the protocol itself lives below it.
 */
@NullMarked
package llhls.ingest.srt;

import org.jspecify.annotations.NullMarked;
