package llhls.origin.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import llhls.media.MediaSink;
import llhls.media.PublishGate.Accepted;
import llhls.media.PublishGate.Decision;
import llhls.media.PublishGate.Reason;
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

class StreamRegistryTest {

    private static final StreamName NAME = new StreamName("live", "ch1");

    private final ManualClock clock = new ManualClock();
    private final MediaThreads threads = new MediaThreads(2, clock);
    private final FakeMedia media = new FakeMedia();
    private StreamRegistry registry = registry(PublisherConflict.REJECT);

    @AfterEach
    void stop() {
        threads.close();
    }

    @Test
    void givenAFreeName_thenThePublisherGetsASink() throws Exception {
        Accepted accepted = accepted("10.0.0.7:9000");

        send(accepted);

        assertThat(media.newest().received).containsExactly("0:unit");
        assertThat(find().state()).isEqualTo(LiveStream.State.STARTING);
    }

    @Test
    @Tag("DEC-10")
    void givenAHolderThatDelivers_thenTheSecondIsRefusedWithAdvice() throws Exception {
        Accepted holder = accepted("10.0.0.7:9000");
        clock.advance(Duration.ofMillis(2_900));
        send(holder);
        clock.advance(Duration.ofMillis(2_900));

        assertThat(open(FakePublisher.at("10.0.0.8:9000"))).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.ALREADY_PUBLISHING);
            assertThat(refused.message()).contains("live/ch1", "publisher-conflict=takeover");
        });
    }

    @Test
    @Tag("DEC-10")
    void givenAHolderSilentForThreeSeconds_thenTheSecondTakesOver() throws Exception {
        FakePublisher silent = FakePublisher.at("10.0.0.7:9000");
        Accepted holder = accepted(silent);
        send(holder);
        clock.advance(Duration.ofSeconds(3));

        Accepted second = accepted("10.0.0.8:9000");
        send(holder);
        on(holder, sink -> sink.end());
        send(second);

        assertThat(silent.disconnects()).hasSize(1);
        assertThat(media.made).hasSize(1);
        assertThat(media.newest().received).as("the old sink is inert").containsExactly("0:unit", "1:unit");
        assertThat(status().publisher()).isNotNull();
    }

    @Test
    @Tag("DEC-10")
    void givenTheSameAddressAndPort_thenItTakesOverAtOnce() throws Exception {
        FakePublisher before = FakePublisher.at("10.0.0.7:9000");
        send(accepted(before));

        assertThat(open(FakePublisher.at("10.0.0.7:9000"))).isInstanceOf(Accepted.class);
        assertThat(before.disconnects()).hasSize(1);
        assertThat(open(FakePublisher.at("10.0.0.7:9001"))).isInstanceOf(Refused.class);
    }

    @Test
    @Tag("DEC-10")
    void givenTakeover_thenTheNewestWinsThreeTimesInThirtySeconds() throws Exception {
        registry = registry(PublisherConflict.TAKEOVER);
        accepted("10.0.0.1:9000");
        for (int i = 2; i <= 4; i++) {
            accepted("10.0.0." + i + ":9000");
        }

        assertThat(open(FakePublisher.at("10.0.0.5:9000"))).isInstanceOf(Refused.class);

        clock.advance(Duration.ofMillis(2_900));
        assertThat(open(FakePublisher.at("10.0.0.5:9000"))).isInstanceOf(Refused.class);
    }

    @Test
    @Tag("DEC-10")
    void givenThirtySecondsPass_thenTakingOverWorksAgain() throws Exception {
        registry = registry(PublisherConflict.TAKEOVER);
        Accepted holder = accepted("10.0.0.1:9000");
        for (int i = 2; i <= 4; i++) {
            holder = accepted("10.0.0." + i + ":9000");
        }
        clock.advance(Duration.ofSeconds(30));
        send(holder);

        assertThat(open(FakePublisher.at("10.0.0.5:9000"))).isInstanceOf(Accepted.class);
    }

    @Test
    @Tag("DEC-9")
    void givenThePublisherComesBack_thenTheSameStreamGoesOn() throws Exception {
        Accepted first = accepted("10.0.0.7:9000");
        start(first);
        LiveStream before = find();
        on(first, MediaSink::end);

        Accepted again = accepted("10.0.0.7:9001");
        send(again);

        assertThat(find()).isSameAs(before);
        assertThat(media.newest().received).containsExactly("0:end", "1:unit");
    }

    @Test
    @Tag("DEC-9")
    void givenAnEndedName_thenAPublisherStartsANewStreamAtOnceAndOldMediaStays() throws Exception {
        Accepted first = accepted("10.0.0.7:9000");
        start(first);
        on(first, sink -> {
            sink.end();
            media.newest().sink.ended();
        });
        LiveStream ended = find();
        assertThat(ended.state()).isEqualTo(LiveStream.State.ENDED);

        Accepted second = accepted("10.0.0.7:9001");

        assertThat(find()).isNotSameAs(ended);
        assertThat(find().state()).isEqualTo(LiveStream.State.STARTING);
        assertThat(find().media("v1/s1200.m4s")).isNotNull();

        clock.advance(Duration.ofSeconds(61));
        tick(second);
        assertThat(find().media("v1/s1200.m4s")).isNull();
    }

    @Test
    @Tag("DEC-9")
    void givenAnEndedStream_thenItIsForgottenAfterTwiceItsWindow() throws Exception {
        Accepted first = accepted("10.0.0.7:9000");
        start(first);
        LiveStream stream = find();
        on(first, sink -> media.newest().sink.ended());
        tick(first);
        clock.advance(Duration.ofSeconds(59));
        tick(first);
        assertThat(registry.find(NAME)).isSameAs(stream);

        clock.advance(Duration.ofSeconds(1));
        tick(first);

        assertThat(registry.find(NAME)).isNull();
        assertThat(stream.state()).isEqualTo(LiveStream.State.REMOVED);
        assertThat(stream.media("v1/s1200.m4s")).isNull();
        assertThat(registry.statuses()).isEmpty();
        assertThat(open(FakePublisher.at("10.0.0.7:9001"))).isInstanceOf(Accepted.class);
    }

    @Test
    @Tag("DEC-9")
    void givenThePackagerStartsAnewByItself_thenItIsANewStreamOfTheSameHolder() throws Exception {
        FakePublisher holder = FakePublisher.at("10.0.0.7:9000");
        Accepted accepted = accepted(holder);
        start(accepted);
        LiveStream before = find();

        on(accepted, sink -> {
            media.newest().sink.ended();
            new FakePackager(media.newest().sink, 1300, clock.now())
                    .start(Formats.plan(Formats.videoRendition("v1")))
                    .segment("v1");
        });

        assertThat(find()).isNotSameAs(before);
        assertThat(find().state()).isEqualTo(LiveStream.State.LIVE);
        assertThat(find().media("v1/s1200.m4s")).isNotNull();
        assertThat(find().media("v1/s1300.m4s")).isNotNull();
        assertThat(holder.disconnects()).isEmpty();
    }

    @Test
    @Tag("DEC-9")
    void givenASilentHolderOfAnEndedStream_thenItIsDisconnectedWhenTheNameIsForgotten() throws Exception {
        FakePublisher holder = FakePublisher.at("10.0.0.7:9000");
        Accepted accepted = accepted(holder);
        start(accepted);
        on(accepted, sink -> media.newest().sink.ended());
        tick(accepted);
        assertThat(holder.disconnects()).isEmpty();

        clock.advance(Duration.ofSeconds(60));
        tick(accepted);

        assertThat(holder.disconnects()).hasSize(1);
        assertThat(registry.find(NAME)).isNull();
    }

    @Test
    void givenAPublisherThatLeavesWithoutMedia_thenTheNameIsFreeAgain() throws Exception {
        Accepted accepted = accepted("10.0.0.7:9000");
        on(accepted, MediaSink::end);

        tick(accepted);

        assertThat(registry.find(NAME)).isNull();
        assertThat(open(FakePublisher.at("10.0.0.8:9000"))).isInstanceOf(Accepted.class);
    }

    @Test
    @Tag("DEC-10")
    void givenManyPublishersAtOnce_thenExactlyOneGetsEachName() throws Exception {
        List<CompletableFuture<Decision>> decisions = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            StreamName name = new StreamName("live", "ch" + i % 8);
            String remote = "10.0.0.1:" + (9_000 + i);
            decisions.add(CompletableFuture.supplyAsync(() -> request(name, remote))
                    .thenCompose(request -> registry.open(request).toCompletableFuture()));
        }
        long accepted = 0;
        for (CompletableFuture<Decision> decision : decisions) {
            accepted += decision.get(30, TimeUnit.SECONDS) instanceof Accepted ? 1 : 0;
        }

        assertThat(accepted).isEqualTo(8);
        assertThat(media.made).hasSize(8);
    }

    @Test
    void givenShutdown_thenNobodyMayPublish() throws Exception {
        registry.refusePublishers();

        assertThat(open(FakePublisher.at("10.0.0.7:9000")))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.SHUTTING_DOWN));
    }

    @Test
    void givenAThousandStreams_thenOneMoreIsRefused() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            assertThat(registry.open(request(new StreamName("live", "s" + i), "10.0.0.7:" + i))
                            .toCompletableFuture()
                            .get(30, TimeUnit.SECONDS))
                    .isInstanceOf(Accepted.class);
        }

        assertThat(open(FakePublisher.at("10.0.0.7:9000")))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.OVERLOADED));
    }

    @Test
    @Tag("DEC-16")
    void statusTellsWhoPublishesAndHowFarEachRenditionIs() throws Exception {
        Accepted accepted = accepted("10.0.0.7:9000");
        start(accepted);

        StreamStatus status = status();

        assertThat(status.name()).isEqualTo(NAME);
        assertThat(status.state()).isEqualTo(LiveStream.State.LIVE);
        assertThat(Objects.requireNonNull(status.publisher()).publisher().remote())
                .isEqualTo("10.0.0.7:9000");
        assertThat(status.publisher().sinceMillis()).isEqualTo(clock.now().toEpochMilli());
        assertThat(status.renditions())
                .containsExactly(new StreamStatus.RenditionStatus("v1", new MediaPosition(1200, 3)));
    }

    private StreamRegistry registry(PublisherConflict conflict) {
        PublicationListener nobody = new PublicationListener() {
            @Override
            public void published(LiveStream stream, String rendition) {}

            @Override
            public void changed(LiveStream stream) {}
        };
        return new StreamRegistry(new StreamContext(15, conflict, media, nobody, clock), threads);
    }

    private static Request request(StreamName name, String remote) {
        return new Request(name, FakePublisher.at(remote), "", "");
    }

    private Decision open(FakePublisher publisher) throws Exception {
        return registry.open(new Request(NAME, publisher, "", ""))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    private Accepted accepted(FakePublisher publisher) throws Exception {
        return (Accepted) open(publisher);
    }

    private Accepted accepted(String remote) throws Exception {
        return accepted(FakePublisher.at(remote));
    }

    private void send(Accepted accepted) throws Exception {
        on(accepted, sink -> sink.accessUnit(FakeMedia.unitAt(clock.nanoTime())));
    }

    private interface Use {
        void with(MediaSink sink);
    }

    private static void on(Accepted accepted, Use use) throws Exception {
        CompletableFuture.runAsync(() -> use.with(accepted.sink()), accepted.thread())
                .get(30, TimeUnit.SECONDS);
    }

    /** One video rendition with one segment. */
    private void start(Accepted accepted) throws Exception {
        on(
                accepted,
                sink -> new FakePackager(media.newest().sink)
                        .start(Formats.plan(Formats.videoRendition("v1")))
                        .segment("v1"));
    }

    /** Waits until the media thread has run its tickers at the present time. */
    private void tick(Accepted accepted) throws InterruptedException, ExecutionException, TimeoutException {
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

    private StreamStatus status() {
        return registry.statuses().get(0);
    }
}
