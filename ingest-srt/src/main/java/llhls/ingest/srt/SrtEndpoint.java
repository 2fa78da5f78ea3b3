package llhls.ingest.srt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.collection.IntObjectHashMap;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import llhls.ingest.srt.packet.PacketView;
import llhls.media.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One UDP socket and its event loop: sorts datagrams to connections by socket id and exact source address, ticks every
 * 10 ms, and flushes once per batch.
 *
 * <p>Thread: everything runs on the event loop, except {@link #open}, {@link #start}, {@link #execute}, {@link #address}, {@link #counters}
 * and {@link #close}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // tasks of the loop: it logs what they throw
final class SrtEndpoint implements Executor {

    /** A connection, or one in the making, behind one of our socket ids. */
    interface Route {
        /** Packets from anywhere else are dropped. */
        InetSocketAddress remoteAddress();

        void onPacket(PacketView packet, long nowNs);

        void onTimer(long nowNs);
    }

    /** Takes packets with destination id 0. */
    interface Handshakes {
        void onPacket(PacketView packet, InetSocketAddress from, long nowNs);

        void onTimer(long nowNs);
    }

    private static final Logger log = LoggerFactory.getLogger(SrtEndpoint.class);
    private static final long TICK_MS = 10;
    private static final long SHUTDOWN_MS = 500;
    private static final int SCRATCH_BYTES = 65_536;

    private final EventLoopGroup loop;
    private final Clock clock;
    private Handshakes handshakes = new NoHandshakes(); // event loop only
    private final DatagramChannel channel;
    private final IntObjectHashMap<Route> routes = new IntObjectHashMap<>();
    private final List<Route> active = new ArrayList<>();
    // written by the event loop, read by any
    private final LongAdder datagrams = new LongAdder();
    private final LongAdder malformed = new LongAdder();
    private final LongAdder unknownSocketId = new LongAdder();
    private final LongAdder wrongSource = new LongAdder();
    private final LongAdder sendOverflow = new LongAdder();
    private final LongAdder ioErrors = new LongAdder();
    // of the batch being read
    private final PacketView view = new PacketView();
    private final byte[] scratch = new byte[SCRATCH_BYTES];
    private long batchNs;
    private boolean batchTimed;

    private SrtEndpoint(UdpTransport transport, InetSocketAddress bind, String threadName, Clock clock)
            throws IOException {
        this.clock = clock;
        this.loop = transport.newLoop(task -> daemon(task, threadName));
        this.channel = bind(transport, bind);
    }

    /** Binds; nothing is read before {@link #start}. The message of the exception says what to do. */
    static SrtEndpoint open(UdpTransport transport, InetSocketAddress bind, String threadName, Clock clock)
            throws IOException {
        return new SrtEndpoint(transport, bind, threadName, clock);
    }

    /** Starts to read and to tick. */
    void start(Handshakes whoTakesThem) {
        execute(() -> {
            handshakes = whoTakesThem;
            channel.config().setAutoRead(true);
            loop.next().scheduleAtFixedRate(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
        });
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private DatagramChannel bind(UdpTransport transport, InetSocketAddress bind) throws IOException {
        ChannelFuture bound =
                transport.bootstrap(loop, new Inbound()).bind(bind).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loop.shutdownGracefully(0, SHUTDOWN_MS, TimeUnit.MILLISECONDS);
            throw new IOException(
                    "cannot bind UDP " + bind.getHostString() + ":" + bind.getPort() + ": "
                            + bound.cause().getMessage()
                            + " (another program uses the port or the address is not of this machine: choose another"
                            + " port or stop the other program)",
                    bound.cause());
        }
        DatagramChannel opened = (DatagramChannel) bound.channel();
        receiveBufferWarning(opened.config().getReceiveBufferSize()).ifPresent(log::warn);
        return opened;
    }

    /** What to say when the system granted less than was asked for. */
    static Optional<String> receiveBufferWarning(int grantedBytes) {
        return grantedBytes >= UdpTransport.RECEIVE_BUFFER_BYTES
                ? Optional.empty()
                : Optional.of("udp receive buffer is small: bytes=" + grantedBytes + " wanted="
                        + UdpTransport.RECEIVE_BUFFER_BYTES
                        + " (bursts may be lost; raise it with: sysctl -w net.core.rmem_max="
                        + UdpTransport.RECEIVE_BUFFER_BYTES + ")");
    }

    /** The bound address. */
    InetSocketAddress address() {
        return channel.localAddress();
    }

    /** Runs {@code task} on the event loop, then sends what it wrote. Ignored after {@link #close}. */
    @Override
    public void execute(Runnable task) {
        if (!loop.isShuttingDown()) {
            loop.execute(() -> {
                task.run();
                flush();
            });
        }
    }

    /** The same after a delay. */
    void executeLater(Runnable task, long delayMs) {
        if (!loop.isShuttingDown()) {
            loop.next().schedule(() -> execute(task), delayMs, TimeUnit.MILLISECONDS);
        }
    }

    void register(int socketId, Route route) {
        routes.put(socketId, route);
        active.add(route);
    }

    void unregister(int socketId) {
        @Nullable Route route = routes.remove(socketId);
        if (route != null) {
            active.remove(route);
        }
    }

    /** Writes a datagram; it leaves with the next flush. Dropped and counted when the socket cannot keep up. */
    void send(byte[] bytes, int length, InetSocketAddress to) {
        if (!channel.isWritable()) {
            sendOverflow.increment();
            return;
        }
        ByteBuf buffer = channel.alloc().directBuffer(length).writeBytes(bytes, 0, length);
        channel.write(new DatagramPacket(buffer, to), channel.voidPromise());
    }

    void flush() {
        channel.flush();
    }

    /** What arrived and left, independent of connections. */
    Map<String, Number> counters() {
        Map<String, Number> counters = new LinkedHashMap<>();
        counters.put("datagrams", datagrams.sum());
        counters.put("malformed", malformed.sum());
        counters.put("unknownSocketId", unknownSocketId.sum());
        counters.put("wrongSourceAddress", wrongSource.sum());
        counters.put("sendOverflow", sendOverflow.sum());
        counters.put("udpErrors", ioErrors.sum());
        return counters;
    }

    /** Closes the socket and ends the thread. */
    void close() {
        channel.close().awaitUninterruptibly(SHUTDOWN_MS);
        loop.shutdownGracefully(0, SHUTDOWN_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(2 * SHUTDOWN_MS);
    }

    private void tick() {
        long nowNs = clock.nanoTime();
        guarded(() -> handshakes.onTimer(nowNs));
        for (int i = active.size() - 1; i >= 0; i--) { // backwards: a route may remove itself
            Route route = active.get(i);
            guarded(() -> route.onTimer(nowNs));
        }
        guarded(this::flush);
    }

    /** Top of the thread's timer: one connection's bug must stop neither the others nor every later tick. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            log.error("tick failed: address={}", channel.localAddress(), e);
        }
    }

    private void receive(InetSocketAddress from, int length) {
        datagrams.increment();
        if (!view.wrap(scratch, length)) {
            malformed.increment();
            return;
        }
        int id = view.destinationId();
        if (id == 0) {
            handshakes.onPacket(view, from, clock.nanoTime());
            return;
        }
        @Nullable Route route = routes.get(id);
        if (route == null) {
            unknownSocketId.increment();
        } else if (route.remoteAddress().equals(from)) {
            route.onPacket(view, view.isControl() ? clock.nanoTime() : batchTime());
        } else {
            wrongSource.increment();
        }
    }

    /** One reading of the clock serves the data packets of a batch; control packets measure and get their own. */
    private long batchTime() {
        if (!batchTimed) {
            batchNs = clock.nanoTime();
            batchTimed = true;
        }
        return batchNs;
    }

    private final class Inbound extends SimpleChannelInboundHandler<DatagramPacket> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
            ByteBuf content = datagram.content();
            int length = Math.min(content.readableBytes(), SCRATCH_BYTES);
            content.getBytes(content.readerIndex(), scratch, 0, length);
            receive(datagram.sender(), length);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            batchTimed = false;
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof IOException) {
                ioErrors.increment();
                log.debug("udp error: address={}", address(context.channel()), cause);
            } else {
                log.error("packet failed: address={}", address(context.channel()), cause);
            }
        }

        private Object address(Channel of) {
            return String.valueOf(of.localAddress());
        }
    }

    /** Until the owner starts. */
    private static final class NoHandshakes implements Handshakes {
        @Override
        public void onPacket(PacketView packet, InetSocketAddress from, long nowNs) {}

        @Override
        public void onTimer(long nowNs) {}
    }
}
