package llhls.origin.http;

import io.undertow.Undertow;
import java.net.InetSocketAddress;
import java.util.Objects;
import llhls.media.StreamName;
import llhls.origin.playlist.DeliveryDirectives;
import llhls.origin.stream.LiveStream;
import llhls.origin.testing.Formats;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A publication between judging a request and answering it. */
class DecisionRaceHttpTest {

    private static final StreamName NAME = StreamName.parse("live/ch1");

    @Test
    @Tag("LL-083")
    void givenARequestTooFarAhead_whenAPublicationBringsItNear_thenItIsStillAnsweredWithARefusal() throws Exception {
        try (TestOrigin origin = new TestOrigin()) {
            origin.start("live/ch1", Formats.plan(Formats.videoRendition("v1")));
            origin.publish("live/ch1", packager -> packager.segments(2, "v1"));
            LiveStream stream = Objects.requireNonNull(origin.registry.find(NAME));
            Undertow server = Undertow.builder()
                    .addHttpListener(0, "127.0.0.1")
                    .setHandler(exchange -> {
                        Pending request = new MediaPlaylistRequest(
                                exchange, stream, "v1", new DeliveryDirectives(1204, 0, false));
                        assertThat(request.ready()).as("1201 is the newest").isTrue();
                        origin.publish("live/ch1", packager -> packager.part("v1"));
                        request.answer();
                    })
                    .build();
            server.start();
            try (RawHttp client = new RawHttp(
                    (InetSocketAddress) server.getListenerInfo().get(0).getAddress())) {
                RawHttp.Answer answer = client.get("/").read();

                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.head()).contains("Cache-Control: no-store");
            } finally {
                server.stop();
            }
        }
    }
}
