package com.jisu.logs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.ingest.client.LumberjackClient;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Connections that the server ends in order: what Kafka has is acknowledged, what is acknowledged Kafka has, and a
 * client that goes on after the last acknowledgement sends nothing twice.
 */
class EndOfConnectionTest extends RealKafkaTest {

    private static final int CLIENTS = 8;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    private static String event(int client, int number) {
        return "{\"client\":" + client + ",\"message\":\"" + number + "\"}";
    }

    /** Sends events from a number on until the server ends the connection, and gives how many were acknowledged. */
    private int sendUntilEnd(int port, int client, int from) throws IOException {
        LumberjackClient.Settings settings =
                LumberjackClient.Settings.of("127.0.0.1", port).withWindows(100, 4);
        try (LumberjackClient beats = LumberjackClient.connect(settings, more -> {})) {
            try {
                for (int i = from; true; i++) {
                    beats.send(event(client, i).getBytes(UTF_8));
                }
            } catch (IOException e) {
                beats.awaitEnd();
                return (int) beats.acknowledged();
            }
        }
    }

    private List<Integer> onAllClients(List<Callable<Integer>> tasks, Runnable meanwhile) throws Exception {
        List<Future<Integer>> running = tasks.stream().map(threads::submit).toList();
        meanwhile.run();
        List<Integer> results = new ArrayList<>();
        for (Future<Integer> task : running) {
            results.add(task.get());
        }
        return results;
    }

    private Map<Integer, List<String>> eventsByClient() {
        return topic.values().stream()
                .collect(Collectors.groupingBy(
                        event -> Integer.parseInt(event.substring("{\"client\":".length(), event.indexOf(',')))));
    }

    private static List<String> events(int client, int count) {
        return IntStream.range(0, count).mapToObj(i -> event(client, i)).toList();
    }

    /** Kafka has so many events of a client, in order: as many as the client was told. */
    private static void assertHolds(Map<Integer, List<String>> kept, int client, int acknowledged) {
        List<String> events = kept.getOrDefault(client, List.of());
        assertThat(events).as("events of client %d", client).hasSize(acknowledged);
        assertThat(events.equals(events(client, acknowledged))).as("in order").isTrue();
    }

    private void awaitAcknowledged(int events) {
        await().until(() -> counter("events.acknowledged") >= events);
    }

    @Test
    void a_stop_under_load_neither_loses_nor_doubles_an_acknowledgement() throws Exception {
        int firstPort = server.port();
        List<Callable<Integer>> first = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int client = i;
            first.add(() -> sendUntilEnd(firstPort, client, 0));
        }
        List<Integer> acknowledged = onAllClients(first, () -> {
            awaitAcknowledged(20_000);
            server.close();
        });

        Map<Integer, List<String>> kept = eventsByClient();
        for (int i = 0; i < CLIENTS; i++) {
            assertHolds(kept, i, acknowledged.get(i));
        }

        restart(SETTINGS);
        int secondPort = server.port();
        List<Callable<Integer>> second = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int client = i;
            second.add(() -> acknowledged.get(client) + sendUntilEnd(secondPort, client, acknowledged.get(client)));
        }
        List<Integer> inAll = onAllClients(second, () -> {
            awaitAcknowledged(20_000);
            server.close();
        });

        kept = eventsByClient();
        for (int i = 0; i < CLIENTS; i++) {
            assertThat(kept.get(i)).hasSize(inAll.get(i)).doesNotHaveDuplicates();
        }
    }

    @Test
    void a_stop_acknowledges_the_part_of_a_window_that_came() throws Exception {
        Future<?> closing;
        int port = server.port();
        try (RawClient client = new RawClient(port)) {
            client.send(Frames.v2().window(1000).json(1, "{}").json(2, "{}"));
            await().until(() -> topic.records().size() == 2);
            closing = threads.submit(server::close);

            assertThat(client.readToEnd()).last().isEqualTo("2A 2");
        }
        closing.get();
        assertThatThrownBy(() -> new RawClient(port)).isInstanceOf(ConnectException.class);
    }

    @Test
    void a_stop_does_not_wait_for_clients_that_do_not_end_their_side() throws Exception {
        restart(SETTINGS.withShutdown(Duration.ofSeconds(1)));
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.filebeatWindow(3, "{}".getBytes(UTF_8))).readUntil("2A 1");
            long before = System.nanoTime();
            server.close();

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void a_connection_of_maximum_age_is_closed_between_windows() throws Exception {
        restart(SETTINGS.withMaxConnectionAge(Duration.ofMillis(500)));
        List<Callable<Integer>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int client = i;
            clients.add(() -> sendUntilEnd(server.port(), client, 0));
        }
        List<Integer> acknowledged = onAllClients(clients, () -> {});

        await().untilAsserted(() -> assertThat(closed("max_age")).isEqualTo(CLIENTS));
        Map<Integer, List<String>> kept = eventsByClient();
        for (int i = 0; i < CLIENTS; i++) {
            assertThat(acknowledged.get(i))
                    .isPositive()
                    .satisfies(count -> assertThat(count % 100)
                            .as("events of a window that was cut")
                            .isZero());
            assertHolds(kept, i, acknowledged.get(i));
        }
    }

    /** What it sends behind its last window is lost if it does not keep it, but it is not told that Kafka has it. */
    @Test
    void a_client_that_announced_once_is_told_at_maximum_age_what_was_taken() throws Exception {
        restart(SETTINGS.withMaxConnectionAge(Duration.ofMillis(500)));
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.v2().window(10));
            AtomicBoolean ended = new AtomicBoolean();
            Future<Integer> sending = threads.submit(() -> {
                int sent = 0;
                while (!ended.get()) {
                    sent++;
                    client.sendIfOpen(Frames.v2().json(sent, event(0, sent)).bytes());
                }
                return sent;
            });
            List<String> told = client.readToEnd();
            ended.set(true);

            awaitClosed("max_age");
            int kept = topic.records().size();
            assertThat(told.get(told.size() - 1)).isEqualTo("2A " + kept);
            assertThat(kept % 10).as("events of a window that was cut").isZero();
            assertThat(kept).isPositive().isLessThanOrEqualTo(sending.get());
        }
    }

    @Test
    void an_idle_connection_of_maximum_age_is_closed() throws Exception {
        restart(SETTINGS.withMaxConnectionAge(Duration.ofMillis(300)));
        try (RawClient client = new RawClient(server.port())) {
            client.send(Frames.filebeatWindow(3, "{}".getBytes(UTF_8)));

            assertThat(client.readToEnd()).containsExactly("2A 1");
        }
        awaitClosed("max_age");
    }
}
