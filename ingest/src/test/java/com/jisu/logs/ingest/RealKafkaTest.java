package com.jisu.logs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.jisu.logs.ingest.api.Transport;
import com.jisu.logs.ingest.connection.PeerLog;
import com.jisu.logs.ingest.kafka.KafkaWriter;
import com.jisu.logs.servers.NeedsServers;
import com.jisu.logs.servers.TestServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A server that writes to a new topic of a real broker in each test, and leaves nothing in its budget after it. */
@ExtendWith(NeedsServers.class)
public abstract class RealKafkaTest {

    public static final TestSettings SETTINGS = TestSettings.LOCAL;

    /** What every platform has. */
    static final Transport JDK =
            new Transport(NioIoHandler.newFactory(), NioServerSocketChannel.class, SslProvider.JDK);

    private static final AtomicInteger topics = new AtomicInteger();
    public static TestServer kafka;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private SimpleMeterRegistry registry;
    public RawTopic topic;
    public BeatsServer server;

    @BeforeAll
    public static void startKafka(@TempDir Path directory) {
        kafka = TestServer.kafka(directory);
    }

    @AfterAll
    public static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    public void startServer() throws Exception {
        log.start();
        loggers().forEach(each -> each.addAppender(log));
        topic = RawTopic.create(kafka, "raw-" + topics.incrementAndGet(), 3);
        start(SETTINGS);
    }

    @AfterEach
    public void stopServer() {
        loggers().forEach(each -> each.detachAppender(log));
        close();
    }

    /** What is said of the server and of those that connect. */
    private static List<Logger> loggers() {
        return List.of(
                (Logger) LoggerFactory.getLogger(BeatsServer.class), (Logger) LoggerFactory.getLogger(PeerLog.class));
    }

    /** Starts a server with these settings instead of the one that runs. */
    public void restart(TestSettings settings) {
        close();
        start(settings);
    }

    /** The same with these producers. */
    public void restart(TestSettings settings, Supplier<Producer<byte[], byte[]>> producers) {
        close();
        registry = new SimpleMeterRegistry();
        server = new BeatsServer(
                settings.made(), producers, topic.name(), registry, Transport.fastest(), Integer.MAX_VALUE);
    }

    /** The same over this transport. */
    public void restart(TestSettings settings, Transport transport) {
        close();
        registry = new SimpleMeterRegistry();
        Map<String, Object> properties = Map.of("bootstrap.servers", kafka.address());
        server = new BeatsServer(
                settings.made(),
                KafkaWriter.producers(properties, settings.made()),
                topic.name(),
                registry,
                transport,
                Integer.MAX_VALUE);
    }

    private void start(TestSettings settings) {
        registry = new SimpleMeterRegistry();
        server = startAnother(settings);
    }

    public BeatsServer startAnother(TestSettings settings) {
        return BeatsServer.start(
                settings.made(),
                Map.of("bootstrap.servers", kafka.address()),
                topic.name(),
                registry,
                Integer.MAX_VALUE);
    }

    private void close() {
        server.close();
        assertThat(gauge("connections")).isZero();
        assertThat(gauge("in.flight.bytes")).as("bytes left in the budget").isZero();
        assertThat(gauge("reserved.bytes")).as("bytes left reserved").isZero();
    }

    public double gauge(String name) {
        return registry.get("jisu.logs.ingest." + name).gauge().value();
    }

    public double counter(String name) {
        return registry.get("jisu.logs.ingest." + name).counter().count();
    }

    public double closed(String reason) {
        return registry.get("jisu.logs.ingest.connections.closed")
                .tag("reason", reason)
                .counter()
                .count();
    }

    public void awaitClosed(String reason) {
        await().untilAsserted(() -> assertThat(closed(reason)).isEqualTo(1));
    }

    /** What the server said of its clients. */
    public List<String> warnings() {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLevel().levelStr.equals("WARN"))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
