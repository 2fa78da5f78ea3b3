package llhls.origin.stream;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import llhls.media.PublishGate;
import llhls.media.StreamName;
import llhls.media.thread.MediaThreads;
import org.jspecify.annotations.Nullable;

/**
 * All streams by name, and the gate through which publishers reach them. A decision about a name is made on the media thread
 * the name is pinned to, so two publishers can never both win.
 *
 * <p>Thread: any.
 */
public final class StreamRegistry implements PublishGate {

    /** Names are made by whoever may publish: bound what they can take. */
    private static final int MAX_STREAMS = 1_000;

    private final Map<StreamName, PublishedStream> streams = new ConcurrentHashMap<>();
    private final MediaThreads threads;
    private final StreamContext context;
    private volatile boolean closed; // written by refusePublishers, read by any

    public StreamRegistry(StreamContext context, MediaThreads threads) {
        this.context = context;
        this.threads = threads;
    }

    @Override
    public CompletionStage<Decision> open(Request request) {
        CompletableFuture<Decision> answer = new CompletableFuture<>();
        open(request, answer);
        return answer;
    }

    /** The stream under {@code name}; null when there is none. */
    public @Nullable LiveStream find(StreamName name) {
        PublishedStream found = streams.get(name);
        return found == null ? null : found.live();
    }

    /** All streams, by name. */
    public List<StreamStatus> statuses() {
        return streams.values().stream()
                .map(PublishedStream::status)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(status -> status.name().toString()))
                .toList();
    }

    /** From now on nobody may publish: the server is about to stop. */
    public void refusePublishers() {
        closed = true;
    }

    private void open(Request request, CompletableFuture<Decision> answer) {
        if (closed) {
            answer.complete(new Refused(Reason.SHUTTING_DOWN, "the server is shutting down: try again in a moment"));
            return;
        }
        StreamName name = request.stream();
        if (streams.size() >= MAX_STREAMS && !streams.containsKey(name)) {
            answer.complete(new Refused(
                    Reason.OVERLOADED, "the server holds " + MAX_STREAMS + " streams already: end some of them"));
            return;
        }
        PublishedStream stream =
                streams.computeIfAbsent(name, n -> new PublishedStream(n, threads.assign(), context, this::remove));
        stream.thread().execute(() -> decide(stream, request, answer));
    }

    private void decide(PublishedStream stream, Request request, CompletableFuture<Decision> answer) {
        Decision decision = stream.decide(request);
        if (decision == null) {
            open(request, answer); // the name was given up between look-up and now
        } else {
            answer.complete(decision);
        }
    }

    /** Takes a name off the list, unless a new stream has it already. */
    private void remove(PublishedStream stream) {
        streams.remove(stream.name(), stream);
    }
}
