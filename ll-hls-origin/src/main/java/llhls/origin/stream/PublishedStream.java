package llhls.origin.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import llhls.cmaf.Part;
import llhls.cmaf.PartSink;
import llhls.cmaf.StreamPlan;
import llhls.media.EncoderFinding;
import llhls.media.PublishGate.Accepted;
import llhls.media.PublishGate.Decision;
import llhls.media.PublishGate.Reason;
import llhls.media.PublishGate.Refused;
import llhls.media.PublishGate.Request;
import llhls.media.Publisher;
import llhls.media.StreamName;
import llhls.media.thread.MediaThread;
import llhls.media.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream name in use: its publisher, its packager and the stream they make. An ended stream stays for a while, and a new
 * publisher of its name starts a new one.
 *
 * <p>Thread: confined to its media thread, which makes every decision about the name consistent; {@link #live} and {@link
 * #status} may be read from any.
 */
final class PublishedStream implements MediaThread.Ticker, Holder.Owner {

    private static final Logger log = LoggerFactory.getLogger(PublishedStream.class);
    /** An ended stream is served for so many window durations (DEC-9). */
    private static final int KEPT_WINDOWS = 2;

    private final StreamName name;
    private final MediaThread thread;
    private final StreamContext context;
    private final Consumer<PublishedStream> onRemoved;
    private final SegmentStore store = new RamSegmentStore();
    private final ConflictRule conflicts;
    private @Nullable StreamPackager packager;
    private boolean endNoted;
    private long endedAtNs;
    private boolean removed;

    private volatile @Nullable LiveStream live; // written by the media thread, read by I/O threads
    private volatile @Nullable Holder holder; // written by the media thread, read by the API

    PublishedStream(StreamName name, MediaThread thread, StreamContext context, Consumer<PublishedStream> onRemoved) {
        this.name = name;
        this.thread = thread;
        this.context = context;
        this.onRemoved = onRemoved;
        this.conflicts = new ConflictRule(context.conflict());
    }

    StreamName name() {
        return name;
    }

    MediaThread thread() {
        return thread;
    }

    /** Null until the first publisher was accepted. */
    @Nullable
    LiveStream live() {
        return live;
    }

    /** Null when the name was given up meanwhile: look it up again. */
    @Nullable
    Decision decide(Request request) {
        if (removed) {
            return null;
        }
        Publisher newcomer = request.publisher();
        Holder present = holder;
        boolean contested = present != null
                && !conflicts.takesOver(newcomer, present, context.clock().nanoTime());
        return contested ? refuse(newcomer) : acceptOrFail(newcomer);
    }

    /** Null while nothing was published under the name. */
    @Nullable
    StreamStatus status() {
        LiveStream stream = live;
        if (stream == null) {
            return null;
        }
        Holder present = holder;
        StreamStatus.Connected connected =
                present == null ? null : new StreamStatus.Connected(present.publisher(), present.sinceMillis());
        return new StreamStatus(name, stream.state(), connected, positions(stream), stream.findings());
    }

    @Override
    public void tick(long nowNs) {
        tickPackager(nowNs);
        store.trim(nowNs);
        LiveStream stream = live; // perhaps another than before the tick
        if (stream != null) {
            removeWhenDone(stream, nowNs);
        }
    }

    private void tickPackager(long nowNs) {
        StreamPackager cutter = packager;
        if (cutter == null) {
            return; // it failed, and nobody has published since
        }
        try {
            cutter.tick(nowNs);
        } catch (RuntimeException | Error e) { // as in Holder
            failed(e);
        }
    }

    private void removeWhenDone(LiveStream stream, long nowNs) {
        switch (stream.state()) {
            case STARTING -> removeIfAbandoned(stream);
            case ENDED -> removeIfOver(stream, nowNs);
            case LIVE, GAP, REMOVED -> {}
        }
    }

    private Refused refuse(Publisher newcomer) {
        log.warn(
                "publish refused: stream={} reason=already-publishing proto={} remote={} ({})",
                name,
                newcomer.protocol(),
                newcomer.remote(),
                conflicts.advice());
        return new Refused(
                Reason.ALREADY_PUBLISHING, "stream " + name + " is already being published: " + conflicts.advice());
    }

    private Decision acceptOrFail(Publisher newcomer) {
        try {
            return accept(newcomer);
        } catch (RuntimeException | Error e) { // whoever asks gets an answer
            failed(e);
            return new Refused(
                    Reason.OVERLOADED,
                    "stream " + name + " met an internal error: try again, the server's log says more");
        }
    }

    private Accepted accept(Publisher newcomer) {
        letGo("another publisher took the stream over: remote=" + newcomer.remote());
        StreamPackager cutter = packagerForPublisher();
        forgetFindings();
        Clock clock = context.clock();
        Holder.Since now = new Holder.Since(clock.now().toEpochMilli(), clock.nanoTime());
        Holder accepted = new Holder(newcomer, cutter.connect(), now, this);
        holder = accepted;
        log.info("publish started: stream={} proto={} remote={}", name, newcomer.protocol(), newcomer.remote());
        return new Accepted(thread, accepted);
    }

    /** Made for the first publisher; it goes on, or starts anew, with those that follow. */
    private StreamPackager packagerForPublisher() {
        LiveStream before = live;
        if (before == null) {
            thread.addTicker(this);
        }
        if (before == null || before.state() == LiveStream.State.ENDED) {
            openStream(); // whoever asks from now on waits for the new stream
        }
        StreamPackager cutter = packager;
        if (cutter == null) {
            cutter = context.packagers().create(new Relay());
            packager = cutter;
        }
        return cutter;
    }

    private void forgetFindings() {
        LiveStream stream = live;
        if (stream != null) {
            stream.forgetFindings();
        }
    }

    /** A new stream under this name; what the one before still lists stays available for a while. */
    private LiveStream openStream() {
        LiveStream before = live;
        if (before != null) {
            before.retire(before.windowDuration().multipliedBy(KEPT_WINDOWS));
        }
        LiveStream next = new LiveStream(name, context.windowSegments(), store, context.listener(), context.clock());
        if (before != null) {
            next.inheritFindings(before); // its publisher may be the same, and findings are told once
        }
        live = next;
        endNoted = false;
        return next;
    }

    @Override
    public void publisherGone() {
        Holder gone = holder;
        if (gone != null) {
            log.info(
                    "publish ended: stream={} proto={} remote={}",
                    name,
                    gone.publisher().protocol(),
                    gone.publisher().remote());
        }
        holder = null;
    }

    /** A bug, or no memory: the stream ends where everybody sees it, and the next publisher starts a new one. */
    @Override
    public void failed(Throwable cause) {
        log.error("stream failed: stream={} (its encoder is disconnected and may publish again)", name, cause);
        letGo("internal error: the server's log says more");
        packager = null;
        LiveStream stream = live;
        if (stream != null && stream.started()) {
            stream.ended();
        }
    }

    private void letGo(String why) {
        Holder present = holder;
        if (present != null) {
            log.info(
                    "publisher replaced: stream={} remote={} why=\"{}\"",
                    name,
                    present.publisher().remote(),
                    why);
            present.replace(why);
            holder = null;
        }
    }

    /** The publisher came and went without a picture. */
    private void removeIfAbandoned(LiveStream stream) {
        if (holder == null) {
            remove(stream);
        }
    }

    private void removeIfOver(LiveStream stream, long nowNs) {
        if (!endNoted) {
            endNoted = true;
            endedAtNs = nowNs;
        }
        Duration kept = stream.windowDuration().multipliedBy(KEPT_WINDOWS);
        if (nowNs - endedAtNs >= kept.toNanos()) {
            remove(stream);
        }
    }

    private void remove(LiveStream stream) {
        letGo("the stream is forgotten: no media came for too long");
        removed = true;
        thread.removeTicker(this);
        onRemoved.accept(this);
        stream.remove();
        log.info("stream removed: stream={}", name);
    }

    private static List<StreamStatus.RenditionStatus> positions(LiveStream stream) {
        List<StreamStatus.RenditionStatus> positions = new ArrayList<>();
        for (String id : stream.renditionIds()) {
            RenditionSnapshot snapshot = stream.snapshot(id);
            if (snapshot != null) {
                positions.add(
                        new StreamStatus.RenditionStatus(id, snapshot.progress().newest()));
            }
        }
        return positions;
    }

    /** What the packager writes to: the stream of the moment. After an end it may start another one by itself. */
    private final class Relay implements PartSink {

        @Override
        public void started(StreamPlan plan) {
            LiveStream present = current();
            LiveStream fresh = present.state() == LiveStream.State.ENDED ? openStream() : present;
            fresh.started(plan);
        }

        @Override
        public void publish(String rendition, @Nullable Part part, @Nullable SegmentEnd end) {
            current().publish(rendition, part, end);
        }

        @Override
        public void sourcePresent(boolean present) {
            current().sourcePresent(present);
        }

        @Override
        public void ended() {
            current().ended();
        }

        @Override
        public void finding(EncoderFinding finding) {
            current().finding(finding);
        }

        private LiveStream current() {
            LiveStream stream = live;
            return stream == null ? openStream() : stream;
        }
    }
}
