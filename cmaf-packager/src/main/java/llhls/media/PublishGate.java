package llhls.media;

import java.util.concurrent.CompletionStage;
import llhls.media.thread.MediaThread;

/**
 * Decides whether a publisher may open a stream, and hands out the sink for its media: the seam every protocol shares.
 *
 * <p>Thread: any. The answer comes on any thread and never fails exceptionally.
 */
public interface PublishGate {

    CompletionStage<Decision> open(Request request);

    /**
     * @param stream the wanted stream
     * @param publisher the connection that asks
     * @param user user name, empty when none was given
     * @param secret key or token, empty when none was given
     */
    record Request(StreamName stream, Publisher publisher, String user, String secret) {}

    /** The answer. */
    sealed interface Decision permits Accepted, Refused {}

    /**
     * @param thread the stream's media thread, on which every call to {@code sink} must be made
     * @param sink where the media goes
     */
    record Accepted(MediaThread thread, MediaSink sink) implements Decision {}

    /** @param message what is wrong and what to do, for the log and, where the protocol can, for the publisher */
    record Refused(Reason reason, String message) implements Decision {}

    /** Why; each protocol maps it to its own codes. */
    enum Reason {
        BAD_REQUEST,
        UNAUTHORIZED,
        FORBIDDEN,
        ALREADY_PUBLISHING,
        OVERLOADED,
        SHUTTING_DOWN
    }
}
