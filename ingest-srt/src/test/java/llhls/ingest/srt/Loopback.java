package llhls.ingest.srt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import llhls.media.thread.MediaThreads;
import llhls.media.time.Clock;

import static org.assertj.core.api.Assertions.assertThat;

/** A listener on a free loopback port with a fake gate and recording receivers. */
final class Loopback implements AutoCloseable {

    static final long PATIENCE_S = 40;

    final MediaThreads threads = new MediaThreads(1, Clock.system());
    final FakeGate gate = new FakeGate(threads.assign());
    private final BlockingQueue<RecordingReceiver> receivers = new LinkedBlockingQueue<>();
    final SrtListener listener;

    Loopback(SrtConfig config, UdpTransport transport, InetAddress host) throws IOException {
        SrtListener.Services services = new SrtListener.Services(gate, sink -> newReceiver(), Clock.system());
        listener = SrtListener.open(transport, new InetSocketAddress(host, 0), config, services);
    }

    Loopback(SrtConfig config) throws IOException {
        this(config, UdpTransport.best(), InetAddress.getLoopbackAddress());
    }

    private RecordingReceiver newReceiver() {
        RecordingReceiver receiver = new RecordingReceiver();
        receivers.add(receiver);
        return receiver;
    }

    /** The receiver of the next accepted publisher. */
    RecordingReceiver nextReceiver() throws InterruptedException {
        RecordingReceiver receiver = receivers.poll(PATIENCE_S, TimeUnit.SECONDS);
        assertThat(receiver).as("an accepted publisher").isNotNull();
        return receiver;
    }

    SrtCaller call(String streamId) throws SrtException {
        return call(streamId, 200);
    }

    SrtCaller call(String streamId, int latencyMs) throws SrtException {
        SrtCallerConfig config = new SrtCallerConfig(streamId, latencyMs, Duration.ofSeconds(20));
        return SrtCaller.connect(listener.address(), config, Clock.system());
    }

    @Override
    public void close() {
        listener.close();
        threads.close();
        assertThat(listener.payloadsOutstanding()).as("leaked payloads").isZero();
    }
}
