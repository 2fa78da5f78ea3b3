/**
 * The SRT wire format: packets, handshakes, loss lists, sequence numbers. Bytes in, values out; no state, no sockets.
 */
@NullMarked
package llhls.ingest.srt.packet;

import org.jspecify.annotations.NullMarked;
