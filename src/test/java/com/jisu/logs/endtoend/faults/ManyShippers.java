package com.jisu.logs.endtoend.faults;

import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Thousands of shippers at once, each with one window, which it sends as fast as the server takes it and for whose
 * acknowledgement it waits. They come from several addresses of loopback, as the server limits the connections of one.
 * A connection that ends before is opened again, as a Filebeat would.
 */
final class ManyShippers implements AutoCloseable {

    private static final int OF_AN_ADDRESS = 400;
    private static final int CONNECTING_AT_ONCE = 16;
    private static final int PIECE_BYTES = 16 * 1024;

    private final int port;
    private final SslContext tls; // null for plain TCP
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final Queue<Channel> channels = new ConcurrentLinkedQueue<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger again = new AtomicInteger();
    private volatile boolean closing;
    private int number;

    ManyShippers(int port, SslContext tls) {
        this.port = port;
        this.tls = tls;
    }

    /** Opens so many more connections; returns when all have begun to send. */
    void connect(int count, byte[] window, int events) {
        for (int i = 0; i < count; i++) {
            open("127.0.1." + (1 + number++ / OF_AN_ADDRESS), window, events);
            int most = number - CONNECTING_AT_ONCE;
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> begun.get() >= most);
        }
        await().atMost(Duration.ofMinutes(2)).until(() -> begun.get() >= number);
    }

    int acknowledged() {
        return acknowledged.get();
    }

    /** How often a connection ended before its window was acknowledged. */
    int openedAgain() {
        return again.get();
    }

    private void open(String from, byte[] window, int events) {
        new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(PIECE_BYTES, 2 * PIECE_BYTES))
                .option(ChannelOption.SO_SNDBUF, 2 * PIECE_BYTES)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) {
                            SslHandler handler = tls.newHandler(channel.alloc());
                            handler.setHandshakeTimeout(1, TimeUnit.MINUTES); // thousands shake hands here
                            channel.pipeline().addLast(handler);
                        }
                        channel.pipeline().addLast(new OneWindow(from, window, events));
                    }
                })
                .connect(new InetSocketAddress("127.0.0.1", port), new InetSocketAddress(from, 0))
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        openAgain(from, window, events);
                    }
                });
    }

    private void openAgain(String from, byte[] window, int events) {
        if (!closing) {
            again.incrementAndGet();
            loops.schedule(() -> open(from, window, events), 1, TimeUnit.SECONDS);
        }
    }

    /** One connection. */
    private final class OneWindow extends ChannelInboundHandlerAdapter {

        private final String from;
        private final byte[] window;
        private final int events;
        private final ByteBuf answers = Unpooled.buffer();
        private int sent;
        private boolean done;

        private OneWindow(String from, byte[] window, int events) {
            this.from = from;
            this.window = window;
            this.events = events;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            channels.add(context.channel());
            if (tls == null) {
                begun.incrementAndGet();
            }
            send(context);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
                begun.incrementAndGet();
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            send(context);
        }

        private void send(ChannelHandlerContext context) {
            while (sent < window.length && context.channel().isWritable()) {
                int bytes = Math.min(PIECE_BYTES, window.length - sent);
                int from = sent;
                sent += bytes; // before it is written: that calls back
                context.writeAndFlush(Unpooled.wrappedBuffer(window, from, bytes));
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            answers.writeBytes((ByteBuf) message);
            ((ByteBuf) message).release();
            while (answers.readableBytes() >= 6) {
                answers.skipBytes(2); // 2A
                if (answers.readInt() == events && !done) {
                    done = true;
                    acknowledged.incrementAndGet();
                }
            }
            answers.discardReadBytes();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            channels.remove(context.channel());
            if (!done) {
                openAgain(from, window, events);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    @Override
    public void close() {
        closing = true;
        channels.forEach(Channel::close);
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
