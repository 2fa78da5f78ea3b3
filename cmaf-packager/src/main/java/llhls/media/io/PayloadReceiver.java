package llhls.media.io;

/**
 * Takes the byte stream of one publisher, message by message: a demuxer, seen from the protocol below it.
 *
 * <p>Thread: all calls come from the media thread of the stream.
 */
public interface PayloadReceiver {

    /** The next message; borrowed, the caller releases it after this returns. */
    void payload(Payload payload);

    /** Called about every 10 ms while the connection lives, for what must happen without input. */
    void tick(long nowNs);

    /** No more input: the connection is closed. */
    void end();
}
