package llhls.ingest.srt;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import llhls.media.AccessUnit;
import llhls.media.EncoderFinding;
import llhls.media.MediaSink;
import llhls.media.PublishGate;
import llhls.media.TrackFormat;
import llhls.media.thread.MediaThread;

/** A gate that answers what the test says, and remembers who asked. */
final class FakeGate implements PublishGate {

    final List<Request> requests = new CopyOnWriteArrayList<>();
    final List<RecordingSink> sinks = new CopyOnWriteArrayList<>();
    private final MediaThread thread;
    volatile Function<Request, CompletionStage<Decision>> answer = this::accept;

    FakeGate(MediaThread thread) {
        this.thread = thread;
    }

    @Override
    public CompletionStage<Decision> open(Request request) {
        requests.add(request);
        return answer.apply(request);
    }

    CompletionStage<Decision> accept(Request request) {
        RecordingSink sink = new RecordingSink();
        sinks.add(sink);
        return CompletableFuture.completedFuture(new Accepted(thread, sink));
    }

    void refuse(Reason reason, String message) {
        answer = request -> CompletableFuture.completedFuture(new Refused(reason, message));
    }

    /** A sink that only notes its end. */
    static final class RecordingSink implements MediaSink {
        final CompletableFuture<Void> ended = new CompletableFuture<>();

        @Override
        public void tracks(int count) {}

        @Override
        public void format(int track, TrackFormat format) {}

        @Override
        public void accessUnit(AccessUnit unit) {}

        @Override
        public void newTimeBase() {}

        @Override
        public void lost() {}

        @Override
        public void finding(EncoderFinding finding) {}

        @Override
        public void end() {
            ended.complete(null);
        }
    }
}
