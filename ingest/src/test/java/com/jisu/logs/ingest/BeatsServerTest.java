package com.jisu.logs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.ingest.api.IngestSettings.Limits;
import com.jisu.logs.ingest.client.LumberjackClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a socket to a real broker's topic, and the acknowledgement back. */
class BeatsServerTest extends RealKafkaTest {

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
        assertThat(counter("events")).isEqualTo(5000);
        assertThat(counter("events.bytes"))
                .isEqualTo(Arrays.stream(events).mapToInt(event -> event.length).sum());
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
    void a_window_cut_short_behind_an_event_that_was_acknowledged_is_not_acknowledged_again() throws Exception {
        restart(SETTINGS.withKafka(Duration.ofMinutes(1), Duration.ofMinutes(2)));
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.v2().window(10).json(1, "{}").json(2, "{}")).readUntil("2A 2");
            client.send(Frames.v2().window(1).json(7, "{}"));

            assertThat(client.readAcknowledgement()).isEqualTo("2A 7");
        }
        assertThat(counter("windows.acknowledged")).isEqualTo(2);
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
    void a_window_whose_acknowledgement_was_lost_is_taken_and_acknowledged_again() throws Exception {
        byte[] window = Frames.filebeatWindow(3, events("a", 10));
        try (RawClient client = new RawClient(server.port())) {
            client.send(window);
            await().until(() -> topic.records().size() == 10);
        } // closed without reading
        try (RawClient client = new RawClient(server.port())) {
            client.send(window).readUntil("2A 10");
        }

        assertThat(topic.values())
                .containsExactlyInAnyOrderElementsOf(Stream.of(events("a", 10), events("a", 10))
                        .flatMap(events -> texts(events).stream())
                        .toList());
    }

    @Test
    void an_event_outside_of_a_window_ends_the_connection() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.v2().json(1, "{}"));
            assertThat(client.readToEnd()).isEmpty();
        }
        awaitClosed("event_outside_window");
    }

    @ParameterizedTest
    @ValueSource(chars = {'1', '2'})
    void a_window_of_no_events_is_acknowledged_in_its_turn(char version) throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send(frames(version).window(0));
            assertThat(client.readAcknowledgement()).isEqualTo(version + "A 0");

            client.send(frames(version)
                    .window(2)
                    .json(1, "{}")
                    .json(2, "{}")
                    .window(0)
                    .window(9)
                    .json(7, "{}")
                    .window(0)
                    .window(1)
                    .json(1, "{}"));
            for (String next : List.of("A 2", "A 0", "A 7", "A 0", "A 1")) {
                assertThat(client.readAcknowledgement()).isEqualTo(version + next);
            }
        }
        assertThat(topic.records()).hasSize(4);
        assertThat(counter("windows.acknowledged")).isEqualTo(3);
    }

    private static Frames frames(char version) {
        return version == '1' ? Frames.v1() : Frames.v2();
    }

    @Test
    void a_client_may_ask_more_often_than_it_may_at_once() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            for (int i = 0; i < 300; i++) {
                client.send(Frames.v2().window(0));
                assertThat(client.readAcknowledgement()).isEqualTo("2A 0");
            }
        }
    }

    /** As npm's lumberjack-protocol does. */
    @Test
    void events_behind_a_window_that_was_announced_once_make_further_windows() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            Frames frames = Frames.v1().window(10);
            for (int i = 1; i <= 35; i++) {
                frames.data(i, Map.of("line", "line " + i));
            }
            client.send(frames);
            for (String next :
                    List.of("1A 10", "1A 20", "1A 30", "1A 35")) { // the last when nothing comes for a moment
                assertThat(client.readAcknowledgement()).isEqualTo(next);
            }
            client.send(Frames.v1().data(36, Map.of("line", "line 36")));
            assertThat(client.readAcknowledgement()).isEqualTo("1A 36");
            client.send(Frames.v1().window(1).data(37, Map.of("line", "line 37")));
            assertThat(client.readAcknowledgement()).isEqualTo("1A 37");
        }
        assertThat(topic.values())
                .isEqualTo(IntStream.rangeClosed(1, 37)
                        .mapToObj(i -> "{\"line\":\"line " + i + "\"}")
                        .toList());
    }

    @Test
    void a_window_of_version_1_that_stays_open_is_not_an_event_that_is_late() throws Exception {
        restart(SETTINGS.withClients(Duration.ofSeconds(30), Duration.ofSeconds(2), Duration.ofMinutes(1)));
        try (RawClient client = new RawClient(server.port());
                RawClient silent = new RawClient(server.port())) {
            silent.send(Frames.v1().window(1000));
            client.send(Frames.v1().window(1000).data(1, Map.of("line", "a")));
            assertThat(client.readAcknowledgement())
                    .isEqualTo("1A 1"); // when it has sent nothing for as long as it may
            client.send(Frames.v1().data(2, Map.of("line", "b")));
            assertThat(client.readAcknowledgement()).isEqualTo("1A 2");
            silent.send(Frames.v1().data(1, Map.of("line", "c"))).endOutput();
            assertThat(silent.readToEnd()).containsExactly("1A 1");
        }
        assertThat(closed("slow_sender")).isZero();
        assertThat(warnings()).isEmpty();
    }

    @Test
    void two_hundred_clients_at_once_each_keep_their_order() throws Exception {
        int clients = 200;
        int events = 500;
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        List<Future<Long>> acknowledged = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            String name = "client " + i + ":";
            acknowledged.add(threads.submit(() -> sendAll(events(name, events), 50, 8)));
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
        restart(SETTINGS.withInFlight(1 << 20, 1 << 20));
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
    void an_event_that_is_too_large_is_cut_and_the_rest_of_its_window_goes_on() throws Exception {
        restart(SETTINGS.withSizes(Limits.LARGEST_EVENT, 1 << 26, 1 << 29));
        byte[][] events = events("small", 3);
        events[1] = ("{\"message\":\"" + "x".repeat(11 << 20) + "\"}").getBytes(UTF_8);
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.filebeatWindow(3, events)).readUntil("2A 3");
        }

        List<byte[]> values =
                topic.records().stream().map(ConsumerRecord::value).toList();
        assertThat(values).hasSize(3);
        assertThat(values.get(0)).isEqualTo(events[0]);
        assertThat(values.get(2)).isEqualTo(events[2]);
        assertThat(values.get(1)).hasSizeBetween(Limits.LARGEST_EVENT - 1024, Limits.LARGEST_EVENT);
        assertThat(new ObjectMapper().readTree(values.get(1)).get("tags")).hasToString("[\"_truncated\"]");
    }

    @Test
    void an_event_of_random_bytes_just_under_the_limit_fits_into_the_topic() throws Exception {
        restart(SETTINGS.withSizes(Limits.LARGEST_EVENT, 1 << 26, 1 << 29));
        byte[] event = new byte[Limits.LARGEST_EVENT];
        new Random(1).nextBytes(event); // compression only adds to it
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.filebeatWindow(0, event)).readUntil("2A 1");
        }

        assertThat(topic.records()).extracting(ConsumerRecord::value).containsExactly(event);
    }

    @Test
    void an_event_that_a_topic_of_lower_limit_refuses_is_cut_until_it_fits() throws Exception {
        topic.setMaxMessageBytes(kafka, 1 << 20);
        byte[][] events = events("small", 3);
        byte[] random = new byte[3 << 20];
        new Random(1).nextBytes(random);
        events[1] = ("{\"message\":\"" + Base64.getEncoder().encodeToString(random) + "\"}").getBytes(UTF_8);
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.filebeatWindow(3, events)).readUntil("2A 3");
        }

        List<byte[]> values =
                topic.records().stream().map(ConsumerRecord::value).toList();
        assertThat(values).hasSize(3).contains(events[0], events[2]);
        assertThat(values)
                .filteredOn(value -> value.length > 1000)
                .singleElement()
                .satisfies(value -> {
                    assertThat(value).hasSizeLessThan(1 << 20);
                    assertThat(new ObjectMapper().readTree(value).get("tags")).hasToString("[\"_truncated\"]");
                });
    }

    @Test
    void an_event_too_large_for_a_topic_of_small_records_is_cut_and_keeps_nothing_else_out() throws Exception {
        topic.setMaxMessageBytes(kafka, 20_000);
        byte[][] events = events("small", 2000);
        byte[] random = new byte[60_000];
        new Random(1).nextBytes(random);
        events[1000] = ("{\"message\":\"" + Base64.getEncoder().encodeToString(random) + "\"}").getBytes(UTF_8);
        try (RawClient client = new RawClient(server.port());
                RawClient other = new RawClient(server.port())) {
            client.send(Frames.filebeatWindow(3, events));
            other.send(Frames.filebeatWindow(3, events("other", 2000))).readUntil("2A 2000");
            client.readUntil("2A 2000");
        }

        List<String> values = topic.values();
        assertThat(values)
                .hasSize(4000)
                .doesNotHaveDuplicates()
                .contains(texts(events("other", 2000)).toArray(String[]::new));
        assertThat(values)
                .filteredOn(value -> value.length() > 1000)
                .singleElement()
                .asString()
                .hasSizeLessThan(20_000)
                .contains("\"tags\":[\"_truncated\"]", "\"log\":{\"flags\":[\"truncated\"]}");
    }

    @Test
    void more_windows_than_are_kept_at_once_are_acknowledged_in_order() throws Exception {
        int windows = 1000;
        Frames all = Frames.v2();
        for (int i = 1; i <= windows; i++) {
            all.window(1).json(i, "{\"n\":" + i + "}");
        }
        try (RawClient client = new RawClient(server.port())) {
            client.send(all);
            for (int i = 1; i <= windows; i++) {
                assertThat(client.readAcknowledgement()).isEqualTo("2A " + i);
            }
        }
        assertThat(topic.values())
                .isEqualTo(IntStream.rangeClosed(1, windows)
                        .mapToObj(i -> "{\"n\":" + i + "}")
                        .toList());
    }

    @Test
    void a_client_that_closes_between_windows_is_counted_as_done_and_a_silent_one_as_a_probe() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.filebeatWindow(3, events("a", 1))).readUntil("2A 1");
        }
        new RawClient(server.port()).close();

        awaitClosed("done");
        awaitClosed("probe");
    }

    @Test
    void a_port_that_is_taken_is_said_in_one_line() {
        assertThatThrownBy(() -> startAnother(SETTINGS.withPort(server.port())))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + server.port())
                .hasMessageContaining("set ingest.host or ingest.port");
    }
}
