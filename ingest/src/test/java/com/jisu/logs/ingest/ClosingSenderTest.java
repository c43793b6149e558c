package com.jisu.logs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.ingest.api.Transport;
import com.jisu.logs.ingest.kafka.KafkaWriter;
import com.jisu.logs.servers.NeedsServers;
import com.jisu.logs.servers.TestServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Senders that close right behind their last event: what was received is in Kafka, however they close. */
@ExtendWith(NeedsServers.class)
class ClosingSenderTest {

    private static final int SENDERS = 30;
    private static final int EVENTS = 1000;
    private static final int EVENTS_OF_RESET = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * In flight is far less than what the senders have sent. Whoever has closed is sent many keep-alives, which its kernel
     * answers with a reset.
     */
    private static final TestSettings SETTINGS = TestSettings.LOCAL
            .withInFlight(1 << 20, 1 << 20)
            .withKafka(Duration.ofMillis(50), Duration.ofMinutes(2))
            .withShutdown(Duration.ofSeconds(5));

    enum End {
        CLOSE,
        HALF_CLOSE,
        RESET
    }

    enum Format {
        BARE,
        COMPRESSED,
        WINDOWS_OF_ONE,
        VERSION_1
    }

    @TempDir
    private Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private SimpleMeterRegistry registry;
    private TestServer kafka;
    private RawTopic topic;
    private BeatsServer server;

    @BeforeEach
    void start() throws Exception {
        kafka = TestServer.kafka(directory);
        topic = RawTopic.create(kafka, "raw", 3);
        restart(SETTINGS, Transport.fastest());
    }

    private void restart(TestSettings settings, Transport transport) {
        if (server != null) {
            server.close();
        }
        registry = new SimpleMeterRegistry();
        Map<String, Object> properties = Map.of(
                "bootstrap.servers", kafka.address(), "reconnect.backoff.max.ms", 200, "request.timeout.ms", 3000);
        server = new BeatsServer(
                settings.made(),
                KafkaWriter.producers(properties, settings.made()),
                topic.name(),
                registry,
                transport,
                Integer.MAX_VALUE);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        server.close();
        kafka.close();
        assertThat(gauge("connections")).isZero();
    }

    private double gauge(String name) {
        return registry.get("jisu.logs.ingest." + name).gauge().value();
    }

    private double counter(String name) {
        return registry.get("jisu.logs.ingest." + name).counter().count();
    }

    private double closed(String reason) {
        return registry.get("jisu.logs.ingest.connections.closed")
                .tag("reason", reason)
                .counter()
                .count();
    }

    private static String event(int sender, int number) {
        return "{\"sender\":" + sender + ",\"message\":\"line number " + number + "\"}";
    }

    /**
     * What a sender's kernel has not sent it throws away when it is reset, or when a keep-alive comes that nobody reads: those
     * that reset send what a receive buffer holds, and those that close get no keep-alives for a while.
     */
    private static int eventsOf(End end) {
        return end == End.RESET ? EVENTS_OF_RESET : EVENTS;
    }

    private static TestSettings settings(End end) {
        Duration keepAlive = end == End.CLOSE ? Duration.ofSeconds(20) : Duration.ofMillis(50);
        return SETTINGS.withKafka(keepAlive, Duration.ofMinutes(2));
    }

    private static byte[] window(int sender, Format format, int count) {
        Frames events = format == Format.VERSION_1 ? Frames.v1() : Frames.v2();
        for (int i = 1; i <= count; i++) {
            if (format == Format.VERSION_1) {
                events.data(i, Map.of("line", event(sender, i)));
            } else if (format == Format.WINDOWS_OF_ONE) {
                events.window(1).json(i, event(sender, i));
            } else {
                events.json(i, event(sender, i));
            }
        }
        return switch (format) {
            case BARE -> Frames.v2().window(count).raw(events.bytes()).bytes();
            case COMPRESSED ->
                Frames.v2().window(count).compressed(3, events.bytes()).bytes();
            case WINDOWS_OF_ONE -> events.bytes();
            case VERSION_1 -> Frames.v1().window(count).raw(events.bytes()).bytes();
        };
    }

    private void send(int sender, Format format, End end) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.getOutputStream().write(window(sender, format, eventsOf(end)));
        switch (end) {
            case CLOSE -> socket.close();
            case HALF_CLOSE -> {
                socket.shutdownOutput();
                try (RawClient client = new RawClient(socket)) {
                    client.readUntil((format == Format.VERSION_1 ? "1A " : "2A ") + EVENTS);
                    assertThat(client.readToEnd()).isEmpty();
                }
            }
            case RESET -> {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        }
    }

    private List<Future<?>> sendAll(End end) {
        List<Future<?>> sent = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            int sender = i;
            Format format = Format.values()[i % Format.values().length];
            sent.add(threads.submit(() -> {
                send(sender, format, end);
                return null;
            }));
        }
        return sent;
    }

    private void awaitAllInKafka(End end) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(gauge("connections")).isZero());
        Map<String, Long> counts = new HashMap<>(topic.values().stream()
                .collect(Collectors.groupingBy(
                        event -> event.replace("\\", "").replaceAll("(?s).*\"sender\":(\\d+).*", "$1"),
                        Collectors.counting())));
        for (int i = 0; i < SENDERS; i++) {
            assertThat(counts.getOrDefault("" + i, 0L))
                    .as("events of sender %d", i)
                    .isEqualTo(eventsOf(end));
        }
        assertThat(gauge("in.flight.bytes")).isZero();
        assertThat(counter("events.given.up")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void under_load(End end) throws Exception {
        under_load(end, Transport.fastest());
    }

    private void under_load(End end, Transport transport) throws Exception {
        restart(settings(end), transport);
        for (Future<?> sent : sendAll(end)) {
            sent.get();
        }

        awaitAllInKafka(end);
        if (end == End.HALF_CLOSE) {
            assertThat(closed("done")).isEqualTo(SENDERS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void while_kafka_is_away(End end) throws Exception {
        restart(settings(end), Transport.fastest());
        kafka.stop();
        List<Future<?>> all = sendAll(end);
        if (end != End.HALF_CLOSE) {
            for (Future<?> sent : all) {
                sent.get();
            }
        }
        await().atMost(PATIENCE).until(() -> gauge("in.flight.bytes") >= 1 << 20);
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true); // some keep-alives are sent, if they are
        assertThat(gauge("in.flight.bytes")).isLessThan(2 << 20);
        kafka.start();

        for (Future<?> sent : all) {
            sent.get();
        }
        awaitAllInKafka(end);
    }

    @ParameterizedTest
    @EnumSource
    void over_the_sockets_of_the_jdk(End end) throws Exception {
        under_load(end, RealKafkaTest.JDK);
    }

    @Test
    void a_stop_waits_for_what_has_closed() throws Exception {
        kafka.stop();
        send(0, Format.COMPRESSED, End.CLOSE);
        await().until(() -> counter("events") == EVENTS);
        Future<?> closing = threads.submit(server::close);
        kafka.start();
        closing.get();

        assertThat(topic.values()).hasSize(EVENTS);
    }

    /** Keep-alives that nobody reads make the sender's kernel reset the connection; without them it is only half closed. */
    @ParameterizedTest
    @ValueSource(longs = {50, 5000})
    void what_a_stop_can_not_wait_for_is_counted(long keepAliveMillis) throws Exception {
        restart(
                SETTINGS.withKafka(Duration.ofMillis(keepAliveMillis), Duration.ofMinutes(2))
                        .withShutdown(Duration.ofMillis(500)),
                Transport.fastest());
        kafka.stop();
        send(0, Format.COMPRESSED, End.CLOSE);
        await().until(() -> counter("events") == EVENTS);
        long before = System.nanoTime();
        server.close();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        assertThat(counter("events.given.up")).isEqualTo(EVENTS);
        assertThat(gauge("connections")).isZero();
    }

    @Test
    void a_window_that_is_not_full_is_acknowledged_to_a_sender_that_closes_its_side() throws Exception {
        for (Frames frames : List.of(
                Frames.v1().window(1000).data(7, Map.of("line", "a")).data(8, Map.of("line", "b")),
                Frames.v2().window(1000).json(7, "{}").json(8, "{}"))) {
            try (RawClient client = new RawClient(server.port())) {
                client.send(frames).endOutput();

                assertThat(client.readToEnd()).last().asString().endsWith("A 8");
            }
        }
    }

    @Test
    void a_frame_that_was_cut_costs_only_itself() throws Exception {
        byte[] cut = Frames.v2().json(3, "{}").bytes();
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.v2().window(3).json(1, "{\"n\":1}").json(2, "{\"n\":2}"))
                    .send(java.util.Arrays.copyOf(cut, cut.length - 1))
                    .endOutput();

            assertThat(client.readToEnd()).last().isEqualTo("2A 2");
        }
        assertThat(topic.values()).containsExactly("{\"n\":1}", "{\"n\":2}");
        await().untilAsserted(() -> assertThat(closed("truncated_frame")).isOne());
    }

    @Test
    void what_comes_before_a_violation_is_kept() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.v2()
                            .window(3)
                            .json(1, "{\"n\":1}")
                            .json(2, "{\"n\":2}")
                            .raw("GARBAGE".getBytes(UTF_8)))
                    .awaitEnd();
        }
        await().untilAsserted(() -> assertThat(gauge("connections")).isZero());
        assertThat(topic.values()).containsExactly("{\"n\":1}", "{\"n\":2}");
    }
}
