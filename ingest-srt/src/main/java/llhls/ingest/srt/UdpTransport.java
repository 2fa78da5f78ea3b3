package llhls.ingest.srt;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.util.concurrent.ThreadFactory;

/** How datagrams are read and written: native epoll in batches where it exists, else NIO. */
enum UdpTransport {
    EPOLL,
    NIO;

    /** Asked for; the system may grant less. */
    static final int RECEIVE_BUFFER_BYTES = 8 << 20;

    private static final int SEND_BUFFER_BYTES = 2 << 20;
    private static final int DATAGRAM_BYTES = 1536;
    private static final int BATCH = 32;
    private static final int READS_PER_LOOP = 64;
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(1 << 20, 4 << 20);

    static UdpTransport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /** One event loop on one thread. */
    EventLoopGroup newLoop(ThreadFactory threads) {
        IoHandlerFactory io = this == EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(1, threads, io);
    }

    Bootstrap bootstrap(EventLoopGroup loop, ChannelHandler handler) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .handler(handler)
                .option(ChannelOption.AUTO_READ, false) // until the owner is ready
                .option(ChannelOption.AUTO_CLOSE, false) // a datagram that could not be sent ends nothing
                .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
                .option(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
        if (this == NIO) {
            return bootstrap
                    .channel(NioDatagramChannel.class)
                    .option(
                            ChannelOption.RECVBUF_ALLOCATOR,
                            new FixedRecvByteBufAllocator(DATAGRAM_BYTES).maxMessagesPerRead(READS_PER_LOOP));
        }
        return bootstrap
                .channel(EpollDatagramChannel.class)
                .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, DATAGRAM_BYTES)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(DATAGRAM_BYTES * BATCH).maxMessagesPerRead(READS_PER_LOOP));
    }
}
