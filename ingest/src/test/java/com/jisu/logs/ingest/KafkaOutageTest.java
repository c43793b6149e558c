package com.jisu.logs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.jisu.logs.ingest.client.LumberjackClient;
import com.jisu.logs.ingest.kafka.KafkaState;
import com.jisu.logs.servers.NeedsServers;
import com.jisu.logs.servers.TestServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What clients see of a Kafka that goes away and comes back. */
@ExtendWith(NeedsServers.class)
class KafkaOutageTest {

    private static final Duration KEEP_ALIVE = Duration.ofMillis(100);
    private static final TestSettings SETTINGS =
            TestSettings.LOCAL.withKafka(KEEP_ALIVE, Duration.ofMinutes(2)).withShutdown(Duration.ofSeconds(1));

    @TempDir
    private Path directory;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private TestServer kafka;
    private RawTopic topic;
    private BeatsServer server;

    @BeforeEach
    void startKafka() throws Exception {
        kafka = TestServer.kafka(directory);
        topic = RawTopic.create(kafka, "raw", 3);
    }

    @AfterEach
    void stop() {
        server.close();
        kafka.close();
    }

    private void startServer(TestSettings settings) {
        server = BeatsServer.start(
                settings.made(),
                Map.of(
                        "bootstrap.servers", kafka.address(),
                        "reconnect.backoff.max.ms", 200, // tests should not wait long
                        "request.timeout.ms", 3000),
                topic.name(),
                registry,
                Integer.MAX_VALUE);
    }

    private static String event(int number) {
        return "{\"message\":\"" + number + "\"}";
    }

    private static List<String> events(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(KafkaOutageTest::event).toList();
    }

    @Test
    void a_window_cut_in_two_by_an_outage_is_acknowledged_only_after_it() throws Exception {
        startServer(SETTINGS);
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.v2().window(4).json(1, event(1)).json(2, event(2)));
            client.readUntil("2A 2");
            kafka.stop();
            client.send(Frames.v2().json(3, event(3)).json(4, event(4)));
            for (int i = 0; i < 10; i++) {
                assertThat(client.readAcknowledgement()).isEqualTo("2A 2"); // keep-alives
            }
            kafka.start();

            assertThat(client.readUntil("2A 4")).isSubsetOf("2A 2", "2A 3");
        }
        assertThat(topic.values()).isEqualTo(events(4));
    }

    @Test
    void pipelined_windows_sent_during_an_outage_all_arrive_after_it() throws Exception {
        startServer(SETTINGS);
        kafka.stop();
        try (RawClient client = new RawClient(server.port())) {
            for (int window = 0; window < 8; window++) {
                Frames frames = Frames.v2();
                for (int i = 1; i <= 50; i++) {
                    frames.json(i, event(window * 50 + i));
                }
                client.send(Frames.v2().window(50).compressed(3, frames.bytes()));
            }
            for (int i = 0; i < 5; i++) {
                assertThat(client.readAcknowledgement()).isEqualTo("2A 0");
            }
            kafka.start();

            for (int window = 0; window < 8; window++) {
                client.readUntil("2A 50");
            }
        }
        assertThat(topic.values()).isEqualTo(events(400));
    }

    @Test
    void a_window_of_version_1_hears_nothing_until_it_is_done() throws Exception {
        startServer(SETTINGS);
        kafka.stop();
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.v1().window(1).data(1, Map.of("a", "b")));
            try (RawClient other = new RawClient(server.port())) {
                other.send(Frames.filebeatWindow(3, event(1).getBytes(UTF_8)));
                for (int i = 0; i < 5; i++) {
                    assertThat(other.readAcknowledgement()).isEqualTo("2A 0");
                }
            }
            kafka.start();

            assertThat(client.readAcknowledgement()).isEqualTo("1A 1");
        }
    }

    @Test
    void a_connection_whose_window_waits_too_long_is_closed_without_acknowledgement() throws Exception {
        startServer(SETTINGS.withKafka(KEEP_ALIVE, Duration.ofSeconds(1)));
        kafka.stop();
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.filebeatWindow(3, event(1).getBytes(UTF_8)));

            assertThat(client.readToEnd()).isNotEmpty().containsOnly("2A 0");
        }
        await().untilAsserted(() -> assertThat(registry.get("jisu.logs.ingest.connections.closed")
                        .tag("reason", "kafka")
                        .counter()
                        .count())
                .isEqualTo(1));
        kafka.start();

        // later connections need no restart
        await().ignoreException(EOFException.class).untilAsserted(() -> {
            try (RawClient client = new RawClient(server.port())) {
                client.send(Frames.filebeatWindow(3, event(2).getBytes(UTF_8)));
                assertThat(client.readUntil("2A 1")).isSubsetOf("2A 0");
            }
        });
    }

    @Test
    void what_is_read_during_an_outage_is_bounded_and_nothing_of_it_is_lost() throws Exception {
        int limit = 1 << 20;
        startServer(SETTINGS.withInFlight(limit, limit));
        kafka.stop();
        int events = 20_000;
        String padding = "x".repeat(1000);
        CompletableFuture<Long> acknowledged = CompletableFuture.supplyAsync(() -> {
            LumberjackClient.Settings settings = LumberjackClient.Settings.of("127.0.0.1", server.port())
                    .withWindows(500, 8)
                    .withCompressionLevel(0);
            try (LumberjackClient client = LumberjackClient.connect(settings, more -> {})) {
                for (int i = 0; i < events; i++) {
                    client.send((event(i) + padding).getBytes(UTF_8));
                }
                client.awaitAcknowledged();
                return client.acknowledged();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        await().until(() -> inFlight() >= limit);
        double keepAlives = keepAlives();
        await().until(() -> keepAlives() > keepAlives + 5);
        assertThat(inFlight()).isBetween((double) limit, limit + 2000.0);
        assertThat(registry.get("jisu.logs.ingest.received.bytes").counter().count())
                .isLessThan(limit + 200_000);
        assertThat(acknowledged).isNotDone();
        kafka.start();

        assertThat(acknowledged.get()).isEqualTo(events);
        assertThat(topic.values())
                .isEqualTo(IntStream.range(0, events)
                        .mapToObj(i -> event(i) + padding)
                        .toList());
    }

    @Test
    void an_outage_is_said_once_and_measured_however_many_connections_it_meets() throws Exception {
        startServer(SETTINGS.withKafka(KEEP_ALIVE, Duration.ofSeconds(1)));
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(KafkaState.class);
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
        log.start();
        assertThat(kafkaAvailable()).isOne();
        kafka.stop();
        for (int i = 0; i < 5; i++) {
            try (RawClient client = new RawClient(server.port())) {
                client.send(Frames.filebeatWindow(3, event(1).getBytes(UTF_8), event(2).getBytes(UTF_8)));
                assertThat(client.readToEnd()).containsOnly("2A 0");
            }
        }
        await().until(() -> kafkaAvailable() == 0);
        kafka.start();

        await().ignoreException(EOFException.class).until(() -> {
            try (RawClient client = new RawClient(server.port())) {
                client.send(Frames.filebeatWindow(3, event(3).getBytes(UTF_8))).readUntil("2A 1");
                return kafkaAvailable() == 1;
            }
        });
        logger.detachAppender(log);
        logger.setLevel(null);
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        gone -> assertThat(gone).startsWith("Kafka does not take events for the topic raw"),
                        back -> assertThat(back).startsWith("Kafka takes events for the topic raw again"));
    }

    @Test
    void a_connection_that_waits_for_its_turn_too_long_is_closed_like_one_that_waits_for_its_own_events()
            throws Exception {
        startServer(SETTINGS.withInFlight(1 << 20, 1 << 20).withKafka(KEEP_ALIVE, Duration.ofSeconds(2)));
        kafka.stop();
        try (RawClient first = new RawClient(server.port());
                RawClient second = new RawClient(server.port())) {
            first.send(Frames.filebeatWindow(0, new byte[(1 << 20) + 1]));
            await().until(() -> inFlight() > 1 << 20);
            second.send(Frames.filebeatWindow(3, event(1).getBytes(UTF_8)));

            assertThat(second.readToEnd()).isNotEmpty().containsOnly("2A 0");
        }
    }

    @Test
    void a_shipper_that_leaves_while_we_do_not_read_loses_nothing_and_is_not_accused() throws Exception {
        startServer(SETTINGS.withInFlight(1 << 20, 1 << 20));
        kafka.stop();
        try (RawClient client = new RawClient(server.port())) {
            // What is not read has come: a sender's kernel throws away what it could not send when keep-alives are not
            // read.
            client.send(Frames.filebeatWindow(0, new byte[600_000], new byte[600_000], new byte[10_000]));
            await().until(() -> inFlight() > 1 << 20);
        }
        kafka.start();

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(registry.get("jisu.logs.ingest.connections.closed").counters().stream()
                                .filter(counter -> counter.count() > 0)
                                .map(counter -> counter.getId().getTag("reason")))
                        .isSubsetOf("left_early", "done")
                        .hasSize(1));
        assertThat(topic.records()).hasSize(3);
    }

    private double kafkaAvailable() {
        return registry.get("jisu.logs.ingest.kafka.available").gauge().value();
    }

    private double inFlight() {
        return registry.get("jisu.logs.ingest.in.flight.bytes").gauge().value();
    }

    private double keepAlives() {
        return registry.get("jisu.logs.ingest.keep.alives").counter().count();
    }
}
