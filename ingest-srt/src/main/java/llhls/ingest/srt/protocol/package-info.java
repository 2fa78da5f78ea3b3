/**
 * The SRT protocol without sockets and without a clock: packets and the time come in as arguments, datagrams and payloads
 * leave through seams. Every type is confined to the event loop of its endpoint unless it says otherwise.
 */
@NullMarked
package llhls.ingest.srt.protocol;

import org.jspecify.annotations.NullMarked;
