package com.jisu.logs.ingest;

import com.jisu.logs.ingest.api.IngestSettings;
import com.jisu.logs.ingest.api.TlsSettings;
import com.jisu.logs.ingest.api.Transport;
import com.jisu.logs.ingest.connection.BeatsConnection;
import com.jisu.logs.ingest.connection.ChannelSignals;
import com.jisu.logs.ingest.connection.FirstByte;
import com.jisu.logs.ingest.connection.OpenConnections;
import com.jisu.logs.ingest.connection.PausableReads;
import com.jisu.logs.ingest.connection.PeerLog;
import com.jisu.logs.ingest.kafka.KafkaState;
import com.jisu.logs.ingest.kafka.KafkaWriter;
import com.jisu.logs.ingest.lumberjack.Inflation;
import com.jisu.logs.ingest.memory.InFlightBudget;
import com.jisu.logs.ingest.memory.InflationRoom;
import com.jisu.logs.ingest.memory.LargeEventRoom;
import com.jisu.logs.ingest.metrics.IngestMetrics;
import com.jisu.logs.ingest.tls.ServerTls;
import com.jisu.logs.ingest.tls.TlsRules;
import com.jisu.logs.records.SteadyClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for Filebeat and other Lumberjack v1 and v2 clients and writes their events to a Kafka topic: one record per
 * event, no key, the event's bytes as they came. A window is acknowledged when Kafka has confirmed all of it.
 *
 * <p>Thread-safe.
 */
public final class BeatsServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BeatsServer.class);

    /** Acknowledgements are small. In a large buffer it would take long to see that a client does not take them. */
    private static final int SEND_BUFFER_BYTES = 32 * 1024;

    /** Read at once, and kept by each connection that waits for Kafka. */
    static final int READ_BYTES = 16 * 1024;

    /**
     * Of bytes that we have not read, which the kernel keeps, in twice as much of its own memory; a container's limit counts
     * that. It bounds what a connection carries each round trip.
     */
    static final int RECEIVE_BUFFER_BYTES = 128 * 1024;

    /** The same for each connection beyond {@link #WIDE_CONNECTIONS}. */
    static final int NARROW_RECEIVE_BUFFER_BYTES = 32 * 1024;

    /** So many open connections have the large receive buffer: a server rarely has more, but when one of two has gone. */
    static final int WIDE_CONNECTIONS = 128;

    private final IngestSettings settings;
    private final EventLoopGroup eventLoops;
    private final KafkaState kafkaState;
    private final InFlightBudget budget;
    private final SteadyClock clock = new SteadyClock();
    private volatile long stepsSeen;
    private final KafkaWriter kafka;
    private final OpenConnections connections;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Inflation.Pool inflations = new Inflation.Pool();
    private final Optional<ServerTls> tls;
    private final Channel listener;
    private volatile boolean accepting = true;

    /**
     * Starts listening. Kafka need not be there yet.
     *
     * @param producerProperties for the Kafka producer: {@code bootstrap.servers} at least; what the delivery guarantee
     *     needs ({@code acks}, {@code enable.idempotence} and the like) is not taken from here
     * @param topic where events go; it must exist before the first is confirmed
     * @param registry gets the meters {@code jisu.logs.ingest.*}
     * @param room how many connections there is memory for, from {@link IngestMemory#connectionsIn}; more wait in the
     *     kernel, and are accepted when others have closed
     * @throws UncheckedIOException if the address cannot be listened on, or the TLS files cannot be used; the message is
     *     one line for the operator
     * @throws org.apache.kafka.common.KafkaException if the producer's properties are unusable
     */
    public static BeatsServer start(
            IngestSettings settings,
            Map<String, Object> producerProperties,
            String topic,
            MeterRegistry registry,
            int room) {
        return new BeatsServer(
                settings,
                KafkaWriter.producers(producerProperties, settings),
                topic,
                registry,
                Transport.fastest(),
                room);
    }

    /**
     * Reads the files of TLS as a server will.
     *
     * @throws IOException if it could not use them; the message names file and key
     */
    public static void checkFiles(TlsSettings tls) throws IOException {
        ServerTls.check(tls);
    }

    /** As {@link #start}, with producers that are made by the caller, and whatever transport. */
    BeatsServer(
            IngestSettings settings,
            Supplier<Producer<byte[], byte[]>> producers,
            String topic,
            MeterRegistry registry,
            Transport transport,
            int room) {
        this.settings = settings;
        tls = settings.tls().map(files -> readTls(files, transport));
        connections = new OpenConnections(settings.limits(), room, this::accept);
        budget = new InFlightBudget(settings.limits().maxInFlightBytes());
        LargeEventRoom largeEvents = new LargeEventRoom(settings.limits().maxInFlightBytes());
        kafkaState = new KafkaState(topic, patience(settings), System::nanoTime);
        kafka = new KafkaWriter(topic, producers, kafkaState, settings, registry);
        IngestMetrics metrics = new IngestMetrics(
                registry,
                new IngestMetrics.Gauges(
                        connections::count, budget::used, largeEvents::reserved, kafkaState::isAvailable));
        tls.ifPresent(current -> metrics.watchExpiry(current::expires));
        BeatsConnection.Shared shared = new BeatsConnection.Shared(
                settings,
                kafka,
                kafkaState,
                budget,
                largeEvents,
                new InflationRoom(),
                inflations,
                metrics,
                new PeerLog(),
                connections);
        TlsRules tlsRules = new TlsRules(settings.tls());

        eventLoops = new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(),
                new DefaultThreadFactory("jisu-ingest-io", true),
                transport.io());
        eventLoops.scheduleAtFixedRate(this::lookAtKafka, 1, 1, TimeUnit.SECONDS);
        listener = listen(transport.listener(), channel -> initialize(channel, shared, tlsRules));
        listener.config().setAutoRead(accepting); // connections may have filled the room by now
        log.info("Beats input listens on {}:{}", settings.host(), port());
    }

    private void lookAtKafka() {
        kafkaState.check(budget.used() > 0);
        long steps = clock.steps();
        if (steps != stepsSeen) {
            stepsSeen = steps;
            kafka.clockStepped(clock.lastStep());
        }
    }

    /** What Kafka does is said at the latest when connections are closed because of it. */
    private static Duration patience(IngestSettings settings) {
        Duration timeout = settings.timeouts().kafka();
        return timeout.compareTo(KafkaState.PATIENCE) < 0 ? timeout : KafkaState.PATIENCE;
    }

    /** Those that connect meanwhile wait in the kernel, as far as its backlog goes. */
    private void accept(boolean more) {
        accepting = more;
        if (listener != null) {
            listener.config().setAutoRead(more);
        }
    }

    private Channel listen(Class<? extends ServerSocketChannel> type, Consumer<Channel> initializer) {
        ChannelFuture bound = new ServerBootstrap()
                .group(eventLoops)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER_BYTES) // connections inherit it, before they begin
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
                // A client may end its side and wait for acknowledgements; one that is gone may have sent much before
                // that.
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.AUTO_CLOSE, false)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new PausableReads(READ_BYTES))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        initializer.accept(channel);
                    }
                })
                .bind(new InetSocketAddress(settings.host(), settings.port()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            stop(Duration.ZERO);
            throw cannotListen(bound.cause());
        }
        return bound.channel();
    }

    private void initialize(Channel channel, BeatsConnection.Shared shared, TlsRules tlsRules) {
        sizeReceiveBuffer(channel);
        BeatsConnection connection = new BeatsConnection(shared);
        ChannelSignals signals = new ChannelSignals(connection, tlsRules);
        tls.ifPresent(
                current -> channel.pipeline().addLast(new FirstByte(signals::begins), tlsHandler(current, channel)));
        channel.pipeline().addLast(connection, signals);
    }

    /** Also of those that are not accepted yet: they have the listener's. */
    private void sizeReceiveBuffer(Channel channel) {
        boolean wide = connections.count() < WIDE_CONNECTIONS;
        channel.parent()
                .config()
                .setOption(ChannelOption.SO_RCVBUF, wide ? RECEIVE_BUFFER_BYTES : NARROW_RECEIVE_BUFFER_BYTES);
        if (!wide) {
            channel.config().setOption(ChannelOption.SO_RCVBUF, NARROW_RECEIVE_BUFFER_BYTES);
        }
    }

    private SslHandler tlsHandler(ServerTls current, Channel channel) {
        SslHandler handler = current.context().newHandler(channel.alloc());
        handler.setHandshakeTimeout(settings.timeouts().handshake().toMillis(), TimeUnit.MILLISECONDS);
        return handler;
    }

    private static ServerTls readTls(TlsSettings settings, Transport transport) {
        try {
            return new ServerTls(settings, transport.tls());
        } catch (IOException e) {
            throw new UncheckedIOException("the Beats input cannot use TLS: " + e.getMessage(), e);
        }
    }

    private UncheckedIOException cannotListen(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        String reason = cause instanceof UnresolvedAddressException
                ? "the host is unknown"
                : message.substring(message.lastIndexOf(": ") + 1).strip(); // less the name of the system call
        return new UncheckedIOException(
                "the Beats input cannot listen on " + settings.host() + ":" + settings.port() + ": " + reason
                        + "; set ingest.host or ingest.port",
                new IOException(cause));
    }

    /** The port listened on; where the settings say 0, the one that was free. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Whether Kafka takes events, as far as is known; while none come in, it is taken to be as it was. */
    public boolean isKafkaAvailable() {
        return kafkaState.isAvailable();
    }

    /** Whether events wait for Kafka for so long already without an answer; not where Kafka has refused some meanwhile. */
    public boolean waitsInVain(Duration time) {
        return budget.used() > 0 && kafkaState.isSilentFor(time);
    }

    /**
     * Stops accepting and reading, waits until Kafka has confirmed what was read, acknowledges it, and closes; what is
     * not done within {@code ingest.shutdown-timeout} stays unacknowledged. Returns within a few seconds more. Further
     * calls do nothing.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        long deadline = System.nanoTime() + settings.timeouts().shutdown().toNanos();
        listener.close().awaitUninterruptibly();
        connections.drainAll();
        try {
            connections.awaitNone(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever waits wants this to end: on without waiting
        }
        connections.abortAll();
        stop(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        log.info("Beats input stopped");
    }

    private void stop(Duration forKafka) {
        kafka.close(forKafka);
        eventLoops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        inflations.drain();
        tls.ifPresent(ServerTls::close);
    }
}
