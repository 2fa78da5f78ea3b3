package llhls.ingest.srt;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import llhls.ingest.srt.packet.PacketView;
import llhls.media.time.Clock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SrtEndpointTest {

    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @Test
    void givenAConnectionThatThrows_whenTheTimerRuns_thenTheOthersAreServedAllTheSame() throws Exception {
        SrtEndpoint endpoint = SrtEndpoint.open(UdpTransport.NIO, ANY, "srt-test", Clock.system());
        CountDownLatch ticks = new CountDownLatch(3);
        try {
            endpoint.execute(() -> {
                endpoint.register(1, new TimerOnly(ticks::countDown));
                endpoint.register(2, new TimerOnly(() -> {
                    throw new IllegalStateException("a bug in one connection");
                }));
            });
            endpoint.start(new NoHandshakes());

            assertThat(ticks.await(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            endpoint.close();
        }
    }

    private record TimerOnly(Runnable onTimer) implements SrtEndpoint.Route {
        @Override
        public InetSocketAddress remoteAddress() {
            return ANY;
        }

        @Override
        public void onPacket(PacketView packet, long nowNs) {}

        @Override
        public void onTimer(long nowNs) {
            onTimer.run();
        }
    }

    private static final class NoHandshakes implements SrtEndpoint.Handshakes {
        @Override
        public void onPacket(PacketView packet, InetSocketAddress from, long nowNs) {}

        @Override
        public void onTimer(long nowNs) {}
    }
}
