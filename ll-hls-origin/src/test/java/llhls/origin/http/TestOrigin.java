package llhls.origin.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import llhls.cmaf.StreamPlan;
import llhls.media.EncoderFinding;
import llhls.media.PublishGate.Accepted;
import llhls.media.PublishGate.Request;
import llhls.media.StreamName;
import llhls.media.thread.MediaThreads;
import llhls.origin.stream.PublisherConflict;
import llhls.origin.stream.StreamContext;
import llhls.origin.stream.StreamRegistry;
import llhls.origin.testing.FakeMedia;
import llhls.origin.testing.FakePackager;
import llhls.origin.testing.FakePublisher;
import llhls.testing.ManualClock;

import static org.assertj.core.api.Assertions.assertThat;

/** A running server whose streams the test publishes to part by part, and an HTTP client. */
final class TestOrigin implements AutoCloseable {

    final ManualClock clock = new ManualClock();
    final HeldRequests held;
    final StreamRegistry registry;
    final OriginServer server;

    private final MediaThreads threads = new MediaThreads(2, clock);
    private final FakeMedia media = new FakeMedia();
    private final Map<String, Accepted> publishers = new HashMap<>();
    private final Map<String, FakePackager> packagers = new HashMap<>();
    private final Map<String, FakeMedia.Made> made = new HashMap<>();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    TestOrigin(HttpLimits limits) throws IOException {
        held = new HeldRequests(limits, clock);
        registry = new StreamRegistry(new StreamContext(15, PublisherConflict.REJECT, media, held, clock), threads);
        server = OriginServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), limits, registry, held, clock);
    }

    TestOrigin() throws IOException {
        this(HttpLimits.defaults());
    }

    /** A publisher connects; nothing is known of its media. */
    void connect(String name) throws Exception {
        Accepted accepted =
                (Accepted) registry.open(new Request(StreamName.parse(name), FakePublisher.at("10.0.0.7:9000"), "", ""))
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS);
        publishers.put(name, accepted);
        made.put(name, media.newest());
        packagers.put(name, new FakePackager(media.newest().sink));
    }

    void start(String name, StreamPlan plan) throws Exception {
        connect(name);
        publish(name, packager -> packager.start(plan));
    }

    /** Runs {@code work} on the stream's media thread and waits for it. */
    void publish(String name, Consumer<FakePackager> work) throws Exception {
        CompletableFuture.runAsync(
                        () -> work.accept(packagers.get(name)),
                        publishers.get(name).thread())
                .get(30, TimeUnit.SECONDS);
    }

    void end(String name) throws Exception {
        publish(name, packager -> made.get(name).sink.ended());
    }

    void finding(String name, EncoderFinding finding) throws Exception {
        publish(name, packager -> made.get(name).sink.finding(finding));
    }

    void disconnect(String name) throws Exception {
        publish(name, packager -> publishers.get(name).sink().end());
    }

    HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        return send("GET", path, headers).get(30, TimeUnit.SECONDS);
    }

    /** Sends; the answer may come late. */
    CompletableFuture<HttpResponse<byte[]>> send(String method, String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.sendAsync(request.build(), BodyHandlers.ofByteArray());
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    }

    /** Waits until so many requests are held. */
    void awaitHeld(int count) {
        await(() -> held.parked() == count);
        assertThat(held.parked()).isEqualTo(count);
    }

    /** Waits for {@code condition}, for half a minute at most. */
    static void await(BooleanSupplier condition) {
        for (int i = 0; i < 30_000 && !condition.getAsBoolean(); i++) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Override
    public void close() {
        server.close();
        threads.close();
    }
}
