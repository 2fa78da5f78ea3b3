package llhls.origin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import llhls.cmaf.PackagerConfig;
import llhls.media.AccessUnit;
import llhls.media.MediaSink;
import llhls.media.PublishGate.Accepted;
import llhls.media.PublishGate.Decision;
import llhls.media.PublishGate.Refused;
import llhls.media.PublishGate.Request;
import llhls.media.StreamName;
import llhls.media.thread.MediaThreads;
import llhls.origin.http.HttpLimits;
import llhls.origin.stream.PublisherConflict;
import llhls.origin.testing.FakePublisher;
import llhls.origin.testing.Formats;
import llhls.origin.testing.PlaylistRules;
import llhls.origin.testing.PlaylistText;
import llhls.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** The whole origin with the real packager: access units in, HTTP out. */
class OriginTest {

    private static final int FPS = 30;
    private static final int GOP = 60;

    private final ManualClock clock = new ManualClock();
    private final MediaThreads threads = new MediaThreads(1, clock);
    private Origin origin = new Origin(config(0), threads, clock);

    @AfterEach
    void stop() {
        origin.close();
        threads.close();
    }

    @Test
    @Tag("LL-037")
    @Tag("LL-012")
    void whatAPublisherSendsCanBePlayed() throws Exception {
        origin.start();
        publish(7);

        assertThat(get("/live/ch1/index.m3u8").body())
                .contains("RESOLUTION=1280x720,FRAME-RATE=30.000,CLOSED-CAPTIONS=NONE\nv1.m3u8\n");
        String text = get("/live/ch1/v1.m3u8").body();
        PlaylistRules.checkSyntax(text);
        PlaylistRules.checkMeaning(text);
        PlaylistText playlist = PlaylistText.parse(text);
        assertThat(playlist.complete()).hasSizeGreaterThanOrEqualTo(2);
        for (String uri : uris(text)) {
            HttpResponse<String> media = get("/live/ch1/" + uri);
            assertThat(media.statusCode()).as(uri).isEqualTo(200);
            assertThat(media.body()).as(uri).isNotEmpty();
        }
    }

    @Test
    @Tag("LL-120")
    void anHttp2ClientIsUpgradedOnThePlainPort() throws Exception {
        origin.start();
        publish(5);
        HttpClient http2 =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

        send(http2, "GET", "/healthz");
        HttpResponse<String> playlist = send(http2, "GET", "/live/ch1/v1.m3u8");

        assertThat(playlist.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(playlist.body()).startsWith("#EXTM3U");
        HttpResponse<String> head = send(http2, "HEAD", "/live/ch1/v1.m3u8");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("etag"))
                .isEqualTo(playlist.headers().firstValue("etag"));
    }

    @Test
    @Tag("LL-071")
    @Tag("LL-072")
    @Tag("DEC-4")
    @Tag("DEC-8")
    void givenARestart_thenNumbersGoOnAboveTheOldAndNoNameIsReused() throws Exception {
        origin.start();
        publish(20);
        String before = get("/live/ch1/v1.m3u8").body();
        origin.close();

        clock.advance(Duration.ofSeconds(1));
        origin = new Origin(config(0), threads, clock);
        origin.start();
        publish(5);
        String after = get("/live/ch1/v1.m3u8").body();

        assertThat(PlaylistText.parse(before).segments().get(0).msn()).isPositive();
        assertThat(PlaylistText.parse(after).number("#EXT-X-MEDIA-SEQUENCE"))
                .isGreaterThan(PlaylistText.parse(before).last().msn());
        assertThat(PlaylistText.parse(after).segments().get(0).discontinuity()).isTrue();
        assertThat(uris(after)).filteredOn(uri -> !uri.contains("init")).doesNotContainAnyElementsOf(uris(before));
    }

    @Test
    void givenItWasClosed_thenPublishersAreRefusedAndThereIsNoAddress() throws Exception {
        origin.start();
        origin.close();

        assertThat(open()).isInstanceOf(Refused.class);
        assertThatIllegalStateException().isThrownBy(origin::address).withMessageContaining("start");
    }

    @Test
    void givenThePortIsTaken_thenStartSaysWhatToDo() throws Exception {
        origin.start();
        try (Origin second = new Origin(config(origin.address().getPort()), threads, clock)) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(second::start)
                    .withMessageContaining("choose another port");
        }
    }

    /** Sends {@code seconds} of video in real time by the manual clock. */
    private void publish(int seconds) throws Exception {
        Accepted accepted = (Accepted) open();
        run(accepted, sink -> {
            sink.tracks(1);
            sink.format(0, Formats.video(1280, 720, "avc1.64001f"));
        });
        for (int frame = 0; frame < seconds * FPS; frame++) {
            AccessUnit unit = frame(frame);
            run(accepted, sink -> sink.accessUnit(unit));
            clock.advance(Duration.ofNanos(1_000_000_000L / FPS));
        }
    }

    private AccessUnit frame(int number) {
        byte[] sample = new byte[200 + number % 50];
        sample[3] = (byte) (sample.length - 4);
        boolean key = number % GOP == 0;
        sample[4] = (byte) (key ? 0x65 : 0x41);
        long ticks = 90_000 + number * (90_000L / FPS);
        long nowNs = clock.nanoTime();
        return new AccessUnit(0, ticks, ticks, key, false, nowNs, nowNs, sample, 0, sample.length);
    }

    private interface Use {
        void with(MediaSink sink);
    }

    private static void run(Accepted accepted, Use use) throws Exception {
        CompletableFuture.runAsync(() -> use.with(accepted.sink()), accepted.thread())
                .get(30, TimeUnit.SECONDS);
    }

    private Decision open() throws Exception {
        return origin.gate()
                .open(new Request(StreamName.parse("ch1"), FakePublisher.at("10.0.0.7:9000"), "", ""))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpClient.newHttpClient(), "GET", path);
    }

    private HttpResponse<String> send(HttpClient client, String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.sendAsync(request, BodyHandlers.ofString()).get(30, TimeUnit.SECONDS);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + origin.address().getPort() + path);
    }

    private static Set<String> uris(String text) {
        return Pattern.compile("v1/(init-[0-9a-f]{8}\\.mp4|[sp][0-9]+\\.m4s)")
                .matcher(text.replaceAll("#EXT-X-PRELOAD-HINT.*\n", ""))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static OriginConfig config(int port) {
        return new OriginConfig(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                PackagerConfig.defaults(),
                15,
                PublisherConflict.REJECT,
                HttpLimits.defaults());
    }
}
