package llhls.ingest.srt.protocol;

import llhls.media.io.Payload;

/** What a connection tells its owner, on the event loop. */
public interface ConnectionEvents {

    /** The next payload in order; the receiver owns it from here on. */
    void payload(Payload owned);

    /** The connection is over; called once, after the last payload. */
    void closed(CloseReason reason);
}
