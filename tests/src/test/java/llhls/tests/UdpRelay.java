package llhls.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import llhls.media.time.Clock;

/**
 * A bad network in a box: forwards datagrams between callers and a server, losing, delaying, reordering and repeating
 * them by a seeded random, so that a failure can be run again. The server sees one address per caller.
 *
 * <p>Thread: everything happens on the relay's own thread; only the counters are read from outside.
 */
final class UdpRelay implements AutoCloseable {

    /** Chances are 0..1. Handshakes (control type 0) always pass: lost ones are another test's matter. */
    record Impairment(double lossToServer, double lossToCaller, Duration delay, double reorder, double repeat) {
        static Impairment loss(double both) {
            return new Impairment(both, both, Duration.ZERO, 0, 0);
        }

        Impairment delayedBy(Duration by) {
            return new Impairment(lossToServer, lossToCaller, by, reorder, repeat);
        }

        Impairment reordering(double chance) {
            return new Impairment(lossToServer, lossToCaller, delay, chance, repeat);
        }

        Impairment repeating(double chance) {
            return new Impairment(lossToServer, lossToCaller, delay, reorder, chance);
        }
    }

    private record Delivery(long dueNs, long order, DatagramChannel from, InetSocketAddress to, ByteBuffer datagram) {}

    private static final int MAX_DATAGRAM = 2048;
    private static final int SOCKET_BUFFER = 4 << 20;
    private static final long REORDER_NS = Duration.ofMillis(20).toNanos();

    private final InetSocketAddress server;
    private final Impairment impairment;
    private final Random random;
    private final Clock clock = Clock.system();
    private final Selector selector;
    private final DatagramChannel front;
    private final Thread thread;

    // confined to the relay's thread
    private final Map<InetSocketAddress, DatagramChannel> towardsServer = new HashMap<>();
    private final PriorityQueue<Delivery> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Delivery::dueNs).thenComparingLong(Delivery::order));
    private final ByteBuffer scratch = ByteBuffer.allocate(MAX_DATAGRAM);
    private long orders;

    // written by the relay's thread, read by the test
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger forwarded = new AtomicInteger();
    private volatile boolean closed;

    UdpRelay(int serverPort, Impairment impairment, long seed) {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
        this.impairment = impairment;
        this.random = new Random(seed);
        try {
            selector = Selector.open();
            front = bind();
            front.register(selector, SelectionKey.OP_READ);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = new Thread(this::run, "udp-relay");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        try {
            return ((InetSocketAddress) front.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int lost() {
        return lost.get();
    }

    int forwarded() {
        return forwarded.get();
    }

    private static DatagramChannel bind() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.configureBlocking(false);
        return channel;
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(untilNextMs());
                for (SelectionKey key : selector.selectedKeys()) {
                    receive(key);
                }
                selector.selectedKeys().clear();
                sendDue();
            }
        } catch (IOException e) {
            if (!closed) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** 0 means no limit to {@link Selector#select(long)}. */
    private long untilNextMs() {
        Delivery next = waiting.peek();
        return next == null ? 0 : Math.max(1, (next.dueNs() - clock.nanoTime()) / 1_000_000);
    }

    private void receive(SelectionKey key) throws IOException {
        DatagramChannel channel = (DatagramChannel) key.channel();
        for (InetSocketAddress from = read(channel); from != null; from = read(channel)) {
            byte[] datagram = new byte[scratch.remaining()];
            scratch.get(datagram);
            if (channel == front) {
                impair(datagram, impairment.lossToServer(), socketFor(from), server);
            } else {
                impair(datagram, impairment.lossToCaller(), front, (InetSocketAddress) key.attachment());
            }
        }
    }

    private InetSocketAddress read(DatagramChannel channel) throws IOException {
        scratch.clear();
        InetSocketAddress from = (InetSocketAddress) channel.receive(scratch);
        scratch.flip();
        return from;
    }

    private DatagramChannel socketFor(InetSocketAddress caller) throws IOException {
        DatagramChannel known = towardsServer.get(caller);
        if (known != null) {
            return known;
        }
        DatagramChannel created = bind();
        created.register(selector, SelectionKey.OP_READ, caller);
        towardsServer.put(caller, created);
        return created;
    }

    private void impair(byte[] datagram, double loss, DatagramChannel from, InetSocketAddress to) {
        if (!isHandshake(datagram) && random.nextDouble() < loss) {
            lost.incrementAndGet();
            return;
        }
        long dueNs = clock.nanoTime() + impairment.delay().toNanos();
        if (random.nextDouble() < impairment.reorder()) {
            dueNs += REORDER_NS;
        }
        int copies = random.nextDouble() < impairment.repeat() ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            waiting.add(new Delivery(dueNs, orders++, from, to, ByteBuffer.wrap(datagram)));
        }
    }

    private static boolean isHandshake(byte[] datagram) {
        return datagram.length >= 2 && (datagram[0] & 0xFF) == 0x80 && datagram[1] == 0;
    }

    private void sendDue() throws IOException {
        for (Delivery next = waiting.peek(); next != null && due(next); next = waiting.peek()) {
            waiting.remove();
            next.from().send(next.datagram(), next.to());
            forwarded.incrementAndGet();
        }
    }

    private boolean due(Delivery delivery) {
        return clock.nanoTime() - delivery.dueNs() >= 0;
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(5_000);
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
