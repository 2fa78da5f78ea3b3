package llhls.origin.stream;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import llhls.media.EncoderFinding;
import llhls.media.MediaSink;
import llhls.media.PublishGate.Accepted;
import llhls.media.PublishGate.Decision;
import llhls.media.PublishGate.Refused;
import llhls.media.PublishGate.Request;
import llhls.media.StreamName;
import llhls.media.thread.MediaThread;
import llhls.media.thread.MediaThreads;
import llhls.origin.testing.FakeMedia;
import llhls.origin.testing.FakePackager;
import llhls.origin.testing.FakePublisher;
import llhls.origin.testing.Formats;
import llhls.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of a stream when its packager fails, of one that follows another within a tick, and of what was found. */
class StreamFailureTest {

    private static final StreamName NAME = new StreamName("live", "ch1");

    private final ManualClock clock = new ManualClock();
    private final MediaThreads threads = new MediaThreads(1, clock);
    private final FakeMedia media = new FakeMedia();
    private final StreamRegistry registry =
            new StreamRegistry(new StreamContext(15, PublisherConflict.REJECT, media, new Nobody(), clock), threads);
    private final FakePublisher encoder = FakePublisher.at("10.0.0.7:9000");

    @AfterEach
    void stop() {
        threads.close();
    }

    @Test
    @Tag("DEC-9")
    void givenAPackagerThatFails_whenMediaArrives_thenTheStreamEndsAndItsEncoderIsDisconnected() throws Exception {
        Accepted accepted = live();
        media.newest().broken = true;

        on(accepted, this::unit);

        assertThat(find().state()).isEqualTo(LiveStream.State.ENDED);
        assertThat(snapshot().ended()).isTrue();
        assertThat(encoder.disconnects()).hasSize(1);
        assertThat(registry.statuses().get(0).publisher()).isNull();
    }

    @Test
    @Tag("DEC-9")
    void givenAPackagerThatFails_whenTimePasses_thenTheStreamEndsToo() throws Exception {
        Accepted accepted = live();
        media.newest().broken = true;

        tick(accepted);

        assertThat(find().state()).isEqualTo(LiveStream.State.ENDED);
        assertThat(encoder.disconnects()).hasSize(1);
    }

    @Test
    @Tag("DEC-9")
    void givenAFailedStream_whenAnEncoderPublishes_thenANewStreamStarts() throws Exception {
        Accepted accepted = live();
        LiveStream failed = find();
        media.newest().broken = true;
        on(accepted, this::unit);

        Accepted next = (Accepted) open("10.0.0.7:9001");
        on(next, this::unit);

        assertThat(media.made).hasSize(2);
        assertThat(media.newest().received).containsExactly("0:unit");
        assertThat(find()).isNotSameAs(failed);
        assertThat(find().media("v1/s1200.m4s")).as("what was listed stays").isNotNull();
    }

    @Test
    @Tag("DEC-9")
    void givenAFailedStream_whenNobodyPublishes_thenItIsForgotten() throws Exception {
        Accepted accepted = live();
        media.newest().broken = true;
        on(accepted, this::unit);
        tick(accepted);
        clock.advance(Duration.ofSeconds(60));

        tick(accepted);

        assertThat(registry.find(NAME)).isNull();
    }

    @Test
    void givenAPackagerThatFails_whenASecondPublisherConnects_thenItIsRefusedAndTheThirdGetsIn() throws Exception {
        live();
        media.newest().closedToPublishers = true;
        clock.advance(Duration.ofSeconds(3));

        assertThat(open("10.0.0.8:9000")).isInstanceOf(Refused.class);
        assertThat(find().state()).isEqualTo(LiveStream.State.ENDED);
        assertThat(open("10.0.0.8:9001")).isInstanceOf(Accepted.class);
    }

    @Test
    void givenAStreamWithoutPlaylists_whenItsPackagerFails_thenItsNameIsFreeAgain() throws Exception {
        Accepted accepted = (Accepted) open(encoder.remote());
        media.newest().broken = true;
        on(accepted, this::unit);

        tick(accepted);

        assertThat(registry.find(NAME)).isNull();
        assertThat(open("10.0.0.7:9001")).isInstanceOf(Accepted.class);
    }

    @Test
    @Tag("DEC-9")
    void givenAStreamThatFollowedAnotherWithinATick_whenItEndsLater_thenItIsServedForItsFullTime() throws Exception {
        Accepted accepted = live();
        FakeMedia.Made packager = media.newest();
        packager.onTick = () -> {
            packager.onTick = () -> {};
            packager.sink.ended();
            new FakePackager(packager.sink, 1300, clock.now())
                    .start(Formats.plan(Formats.videoRendition("v1")))
                    .segment("v1");
        };
        tick(accepted);
        clock.advance(Duration.ofHours(1));
        on(accepted, sink -> packager.sink.ended());

        tick(accepted);
        clock.advance(Duration.ofSeconds(59));
        tick(accepted);

        assertThat(find().state()).isEqualTo(LiveStream.State.ENDED);
    }

    @Test
    @Tag("DEC-16")
    void givenAFinding_whenAnotherPublisherTakesOver_thenItIsForgotten() throws Exception {
        Accepted accepted = live();
        on(accepted, sink -> media.newest().sink.finding(new EncoderFinding("b-frames", "reordered", "-bf 0")));
        assertThat(find().findings()).hasSize(1);
        on(accepted, MediaSink::end);

        open("10.0.0.7:9001");

        assertThat(find().findings()).isEmpty();
    }

    @Test
    @Tag("DEC-16")
    void givenAFinding_whenThePackagerStartsAnewForTheSamePublisher_thenItIsStillTold() throws Exception {
        Accepted accepted = live();
        on(accepted, sink -> {
            media.newest().sink.ended();
            media.newest().sink.finding(new EncoderFinding("long-gop", "10 s apart", "-g 60"));
            media.newest().sink.started(Formats.plan(Formats.videoRendition("v1")));
        });

        assertThat(find().state()).isEqualTo(LiveStream.State.LIVE);
        assertThat(find().findings()).extracting(EncoderFinding::code).containsExactly("long-gop");
    }

    @Test
    @Tag("DEC-9")
    void givenASegmentInProgress_whenTheStreamEnds_thenItIsClosedBeforeTheEnd() throws Exception {
        Accepted accepted = (Accepted) open(encoder.remote());
        FakePackager packager = new FakePackager(media.newest().sink);
        on(accepted, sink -> {
            packager.start(Formats.plan(Formats.videoRendition("v1"))).segment("v1");
            packager.part("v1");
            media.newest().sink.ended();
        });

        assertThat(snapshot().progress().lastComplete()).isEqualTo(1201);
        assertThat(find().media("v1/s1201.m4s")).isNotNull();
    }

    /** The encoder publishes one segment. */
    private Accepted live() throws Exception {
        Accepted accepted = (Accepted) registry.open(new Request(NAME, encoder, "", ""))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        on(
                accepted,
                sink -> new FakePackager(media.newest().sink)
                        .start(Formats.plan(Formats.videoRendition("v1")))
                        .segment("v1"));
        return accepted;
    }

    private Decision open(String remote) throws Exception {
        return registry.open(new Request(NAME, FakePublisher.at(remote), "", ""))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    private void unit(MediaSink sink) {
        sink.accessUnit(FakeMedia.unitAt(clock.nanoTime()));
    }

    private static void on(Accepted accepted, Consumer<MediaSink> use) throws Exception {
        CompletableFuture.runAsync(() -> use.accept(accepted.sink()), accepted.thread())
                .get(30, TimeUnit.SECONDS);
    }

    /** Waits until the media thread has run its tickers at the present time. */
    private void tick(Accepted accepted) throws Exception {
        CompletableFuture<Void> ticked = new CompletableFuture<>();
        MediaThread.Ticker ticker = nowNs -> ticked.complete(null);
        CompletableFuture.runAsync(() -> accepted.thread().addTicker(ticker), accepted.thread())
                .get(30, TimeUnit.SECONDS); // before time moves on, or the tick may run without it
        clock.advance(Duration.ofMillis(10));
        ticked.get(30, TimeUnit.SECONDS);
        accepted.thread().execute(() -> accepted.thread().removeTicker(ticker));
    }

    private LiveStream find() {
        return Objects.requireNonNull(registry.find(NAME));
    }

    private RenditionSnapshot snapshot() {
        return Objects.requireNonNull(find().snapshot("v1"));
    }

    private static final class Nobody implements PublicationListener {
        @Override
        public void published(LiveStream stream, String rendition) {}

        @Override
        public void changed(LiveStream stream) {}
    }
}
