package com.jisu.logs.app.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.app.api.UserError;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The admin port: {@code /metrics} for Prometheus, {@code /health/live} and {@code /health/ready} for probes, and what
 * another endpoint adds.
 *
 * <p>One event loop thread speaks HTTP, two workers answer, and a third that answers probes only, so that nothing else makes
 * them wait; none of them carries events. Connections, requests that wait, and bytes that wait for a slow reader are
 * bounded; a reader that takes nothing for 30 seconds is cut off. A connection too many takes the place of the one that has
 * kept us waiting longest ({@link HttpConnections}): slow ones can not keep a probe out.
 */
public final class AdminServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int MAX_CONNECTIONS = 64;
    private static final int WORKERS = 2;
    private static final String PROBES = "/health/";
    private static final int TIMEOUT_SECONDS = 30;

    /** A stream whose reader lags this far behind gets nothing more until half of it is taken. */
    private static final int SLOW_READER_BYTES = 128 * 1024;

    private static final int SEND_BUFFER_BYTES = 64 * 1024;

    private final PrometheusMeterRegistry metrics;
    private final List<Health> roles;
    private final Endpoint others;
    private final EventLoopGroup eventLoop =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("admin-io", true), NioIoHandler.newFactory());
    private final ExecutorService workers = new ThreadPoolExecutor(
            WORKERS,
            WORKERS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_CONNECTIONS),
            new DefaultThreadFactory("admin", true));
    private final ExecutorService probes = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_CONNECTIONS),
            new DefaultThreadFactory("admin-probes", true));
    private final HttpConnections open = new HttpConnections(MAX_CONNECTIONS);
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private Channel listener;

    private AdminServer(PrometheusMeterRegistry metrics, List<Health> roles, Endpoint others) {
        this.metrics = metrics;
        this.roles = roles;
        this.others = others;
    }

    /**
     * Starts listening.
     *
     * @param port 0 for any free one
     * @param others answers all paths but those of metrics and health
     * @throws UserError if the address can not be bound
     */
    public static AdminServer start(
            String host, int port, PrometheusMeterRegistry metrics, List<Health> roles, Endpoint others) {
        AdminServer admin = new AdminServer(metrics, roles, others);
        ChannelFuture bound =
                admin.bootstrap().bind(new InetSocketAddress(host, port)).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            admin.close();
            throw new UserError(
                    "the admin port " + host + ":" + port + " can not be opened: "
                            + bound.cause().getMessage() + "; set admin.host or admin.port",
                    bound.cause());
        }
        admin.listener = bound.channel();
        return admin;
    }

    private ServerBootstrap bootstrap() {
        return new ServerBootstrap()
                .group(eventLoop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(SLOW_READER_BYTES / 2, SLOW_READER_BYTES))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                });
    }

    private void accept(Channel channel) {
        HttpConnection connection = new HttpConnection(this::answer, this::executor);
        open.add(channel, connection);
        connections.add(channel);
        channel.pipeline()
                .addLast(new ReadTimeoutHandler(TIMEOUT_SECONDS))
                .addLast(new WriteTimeoutHandler(TIMEOUT_SECONDS))
                .addLast(new HttpServerCodec())
                .addLast(new HttpServerKeepAliveHandler())
                .addLast(new HttpObjectAggregator(1024)) // a request with a larger body is refused
                .addLast(connection);
    }

    private Executor executor(String uri) {
        return uri.startsWith(PROBES) ? probes : workers;
    }

    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    private Answer answer(Request request) {
        return switch (request.path()) {
            case "/metrics" ->
                Answer.of(200, "text/plain; version=0.0.4", metrics.scrape().getBytes(StandardCharsets.UTF_8));
            case "/health/live" -> live();
            case "/health/ready" -> ready();
            default -> others.answer(request);
        };
    }

    /** Names the roles that hang, if any do. */
    private Answer live() {
        List<String> hanging = roles.stream()
                .filter(role -> !role.live().getAsBoolean())
                .map(Health::role)
                .toList();
        ObjectNode answer = JSON.createObjectNode();
        answer.put("status", hanging.isEmpty() ? "up" : "hangs");
        if (!hanging.isEmpty()) {
            hanging.forEach(answer.putArray("roles")::add);
        }
        return Answer.json(hanging.isEmpty() ? 200 : 503, answer);
    }

    private Answer ready() {
        boolean allReady = true;
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode states = answer.putObject("roles");
        for (Health role : roles) {
            allReady &= role.ready().getAsBoolean();
            states.put(role.role(), role.state().get());
        }
        answer.put("status", allReady ? "ready" : "not ready");
        return Answer.json(allReady ? 200 : 503, answer);
    }

    @Override
    public void close() {
        if (listener != null) {
            listener.close().awaitUninterruptibly();
        }
        workers.shutdownNow();
        probes.shutdownNow();
        connections.close().awaitUninterruptibly();
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
