package com.jisu.logs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.embedded.EmbeddedKafka;
import com.jisu.logs.ingest.IngestSettings.Limits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a socket to a real broker's topic, and the acknowledgement back. */
class BeatsServerTest {

    private static final IngestSettings SETTINGS =
            IngestSettings.DEFAULT.withHost("127.0.0.1").withPort(0);
    private static final AtomicInteger topics = new AtomicInteger();

    private static EmbeddedKafka kafka;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private RawTopic topic;
    private BeatsServer server;

    @BeforeAll
    static void startKafka(@TempDir Path directory) {
        kafka = EmbeddedKafka.start(directory, 0);
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void startServer() throws Exception {
        topic = RawTopic.create(kafka, "raw-" + topics.incrementAndGet(), 3);
        server = start(SETTINGS);
    }

    @AfterEach
    void stopServer() {
        server.close();
        assertThat(registry.get("jisu.logs.ingest.connections").gauge().value()).isZero();
        assertThat(registry.get("jisu.logs.ingest.in.flight.bytes").gauge().value())
                .as("bytes left in the budget")
                .isZero();
    }

    private BeatsServer start(IngestSettings settings) {
        return BeatsServer.start(
                settings, Map.of("bootstrap.servers", kafka.bootstrapServers()), topic.name(), registry);
    }

    private void restart(IngestSettings settings) {
        server.close();
        registry.clear();
        server = start(settings);
    }

    private static byte[][] events(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ("{\"message\":\"" + name + " " + i + "\"}").getBytes(UTF_8))
                .toArray(byte[][]::new);
    }

    private static List<String> texts(byte[]... events) {
        return Arrays.stream(events).map(event -> new String(event, UTF_8)).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void events_reach_kafka_byte_for_byte_and_in_order(int level) throws Exception {
        byte[][] events = events("ü\\u0000", 5000);
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.filebeatWindow(level, events)).readUntil("2A 5000");
        }

        List<ConsumerRecord<byte[], byte[]>> records = topic.records();
        assertThat(records).extracting(ConsumerRecord::value).containsExactly(events);
        assertThat(records).extracting(ConsumerRecord::key).containsOnlyNulls();
        assertThat(records)
                .extracting(ConsumerRecord::partition)
                .containsOnly(records.get(0).partition());
        assertThat(records).allSatisfy(message -> assertThat(message.headers()).isEmpty());
    }

    @Test
    void what_is_not_json_reaches_kafka_as_it_is_and_is_acknowledged() throws Exception {
        byte[][] events = {"no json".getBytes(UTF_8), {(byte) 0xFF, (byte) 0xFE, 0}, {}, "{}".getBytes(UTF_8)};
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.filebeatWindow(3, events)).readUntil("2A 4");
        }

        assertThat(topic.records()).extracting(ConsumerRecord::value).containsExactly(events);
    }

    @Test
    void a_window_of_version_1_is_acknowledged_once_and_with_version_1() throws Exception {
        Frames data = Frames.v1();
        for (int i = 0; i < 100; i++) {
            data.data(Integer.MAX_VALUE - 50 + i, Map.of("line", "line " + i)); // numbers wrap in old clients
        }
        Frames window = Frames.v1().window(100).compressed(3, data.bytes());
        try (RawClient client = new RawClient(server.port())) {
            client.send(window);
            assertThat(client.readAcknowledgement())
                    .isEqualTo("1A " + Integer.toUnsignedString(Integer.MAX_VALUE + 49));
        }

        assertThat(topic.values())
                .isEqualTo(IntStream.range(0, 100)
                        .mapToObj(i -> "{\"line\":\"line " + i + "\"}")
                        .toList());
    }

    @Test
    void pipelined_windows_are_acknowledged_in_order() throws Exception {
        List<String> sent = new ArrayList<>();
        try (RawClient client = new RawClient(server.port())) {
            for (int i = 0; i < 16; i++) {
                byte[][] events = events("window " + i, 100 + i);
                client.send(Frames.filebeatWindow(i % 4, events));
                sent.addAll(texts(events));
            }
            for (int i = 0; i < 16; i++) {
                assertThat(client.readUntil("2A " + (100 + i))).allSatisfy(BeatsServerTest::isPartial);
            }
        }
        assertThat(topic.values()).isEqualTo(sent);
    }

    private static void isPartial(String acknowledgement) {
        assertThat(Integer.parseInt(acknowledgement.substring(3))).isLessThan(115);
    }

    @Test
    void a_window_with_fewer_events_than_announced_is_acknowledged_when_the_next_begins() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.v1().window(10).data(1, Map.of("a", "1")).data(2, Map.of("a", "2")));
            client.send(Frames.v1().window(1).data(3, Map.of("a", "3")));

            assertThat(client.readAcknowledgement()).isEqualTo("1A 2");
            assertThat(client.readAcknowledgement()).isEqualTo("1A 3");
        }
    }

    @Test
    void a_window_announced_again_before_its_first_event_is_one_window() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.v2().window(5).window(1).json(1, "{}"));

            assertThat(client.readAcknowledgement()).isEqualTo("2A 1");
        }
    }

    @Test
    void part_of_a_window_is_acknowledged_while_the_rest_is_on_its_way() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.v2().window(4).json(1, "{}").json(2, "{}"));
            client.readUntil("2A 2");
            client.send(Frames.v2().json(3, "{}").json(4, "{}"));
            client.readUntil("2A 4");
        }
    }

    @Test
    void an_event_outside_of_a_window_ends_the_connection() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.v2().json(1, "{}"));
            assertThat(client.readToEnd()).isEmpty();
        }
        await().untilAsserted(() -> assertThat(closed("event_outside_window")).isEqualTo(1));
    }

    @Test
    void fifty_clients_at_once_each_keep_their_order() throws Exception {
        int clients = 50;
        int events = 2000;
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        List<Future<Long>> acknowledged = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            String name = "client " + i + ":";
            acknowledged.add(threads.submit(() -> sendAll(events(name, events), 200, 8)));
        }
        for (Future<Long> count : acknowledged) {
            assertThat(count.get()).isEqualTo(events);
        }
        threads.shutdown();

        Map<String, List<String>> received = topic.values().stream()
                .collect(Collectors.groupingBy(
                        event -> event.substring("{\"message\":\"".length(), event.indexOf(':', 12) + 1)));
        assertThat(received).hasSize(clients);
        received.forEach((name, values) -> assertThat(values).isEqualTo(texts(events(name, events))));
    }

    private long sendAll(byte[][] events, int windowEvents, int underWay) throws IOException {
        LumberjackClient.Settings settings =
                LumberjackClient.Settings.of("127.0.0.1", server.port()).withWindows(windowEvents, underWay);
        AtomicInteger told = new AtomicInteger();
        try (LumberjackClient client = LumberjackClient.connect(settings, told::addAndGet)) {
            for (byte[] event : events) {
                client.send(event);
            }
            client.awaitAcknowledged();
            assertThat(told.get()).isEqualTo(client.acknowledged());
            return client.acknowledged();
        }
    }

    @Test
    void the_client_sends_windows_of_odd_size_and_without_compression() throws Exception {
        byte[][] events = events("odd", 1001);
        LumberjackClient.Settings settings = LumberjackClient.Settings.of("127.0.0.1", server.port())
                .withWindows(7, 1)
                .withCompressionLevel(0);
        try (LumberjackClient client = LumberjackClient.connect(settings, more -> {})) {
            for (byte[] event : events) {
                client.send(event);
            }
            client.awaitAcknowledged();
            assertThat(client.acknowledged()).isEqualTo(1001);
        }
        assertThat(topic.records()).extracting(ConsumerRecord::value).containsExactly(events);
    }

    @Test
    void more_than_the_budget_passes_a_piece_at_a_time() throws Exception {
        restart(SETTINGS.withLimits(new Limits(1 << 20, 2 << 20, 1 << 30, 1 << 16, 1 << 20, 1 << 20)));
        byte[][] events = IntStream.range(0, 200)
                .mapToObj(i -> ("{\"n\":" + i + ",\"message\":\"" + "x".repeat(i % 2 == 0 ? 100 : 200_000) + "\"}")
                        .getBytes(UTF_8))
                .toArray(byte[][]::new);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Long>> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(threads.submit(() -> sendAll(events, 50, 4)));
        }
        for (Future<Long> client : clients) {
            assertThat(client.get()).isEqualTo(events.length);
        }
        threads.shutdown();
        assertThat(topic.records()).hasSize(4 * events.length);
    }

    @Test
    void a_client_that_closes_between_windows_is_counted_as_done_and_a_silent_one_as_a_probe() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.filebeatWindow(3, events("a", 1))).readUntil("2A 1");
        }
        new RawClient(server.port()).close();

        await().untilAsserted(() -> {
            assertThat(closed("done")).isEqualTo(1);
            assertThat(closed("probe")).isEqualTo(1);
        });
    }

    @Test
    void a_port_that_is_taken_is_said_in_one_line() {
        assertThatThrownBy(() -> start(SETTINGS.withPort(server.port())))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + server.port())
                .hasMessageContaining("set ingest.host or ingest.port");
    }

    private double closed(String reason) {
        return registry.get("jisu.logs.ingest.connections.closed")
                .tag("reason", reason)
                .counter()
                .count();
    }
}
