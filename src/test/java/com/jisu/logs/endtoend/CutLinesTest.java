package com.jisu.logs.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.ingest.BeatsServer;
import com.jisu.logs.ingest.api.IngestSettings;
import com.jisu.logs.ingest.api.IngestSettings.Limits;
import com.jisu.logs.ingest.api.IngestSettings.Timeouts;
import com.jisu.logs.ingest.client.LumberjackClient;
import com.jisu.logs.records.TopicSetup;
import com.jisu.logs.records.Topics;
import com.jisu.logs.servers.NeedsServers;
import com.jisu.logs.servers.TestServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Lines that container engines cut, from Filebeat's connections to the parsed topic. */
@ExtendWith(NeedsServers.class)
class CutLinesTest {

    private static final int PARTITIONS = 6;
    private static final int CONTAINERS = 8;
    private static final int STEPS = 60;
    private static final int PART = 16 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private final List<BeatsServer> ingest = new ArrayList<>();
    private final List<Program> streams = new ArrayList<>();
    private final Set<String> expected = new HashSet<>();
    private final Random random = new Random(16);
    private TestServer kafka;
    private int connections;

    @BeforeEach
    void start() throws Exception {
        kafka = TestServer.kafka(directory.resolve("kafka"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.address()))) {
            new TopicSetup(admin, Topics.DEFAULT).createMissing(PARTITIONS, Optional.of((short) 1));
        }
        for (int i = 0; i < 2; i++) {
            ingest.add(BeatsServer.start(
                    new IngestSettings("localhost", 0, Limits.DEFAULT, Timeouts.DEFAULT, Optional.empty()),
                    Map.of("bootstrap.servers", kafka.address()),
                    Topics.DEFAULT.raw(),
                    new SimpleMeterRegistry(),
                    Integer.MAX_VALUE));
            streams.add(Program.start(
                    directory,
                    "run",
                    "streams",
                    "--set=kafka.bootstrap-servers=" + kafka.address(),
                    "--set=streams.state-directory=" + directory.resolve("streams-" + i),
                    "--set=streams.max-event-age=40000d",
                    "--set=admin.port=0"));
        }
        for (Program each : streams) {
            each.awaitOnStderr("metrics and health on port");
        }
    }

    @AfterEach
    void stop() {
        streams.forEach(Program::close);
        ingest.forEach(BeatsServer::close);
        kafka.close();
    }

    @Test
    void lines_are_joined_over_connections_that_change_and_instances_that_are_killed() throws Exception {
        List<byte[]> window = new ArrayList<>();
        List<byte[]> before = List.of();
        List<Container> containers =
                IntStream.range(0, CONTAINERS).mapToObj(Container::new).toList();
        for (int step = 0; step < STEPS; step++) {
            for (Container container : containers) {
                for (byte[] event : container.nextLine(step)) {
                    window.add(event);
                    if (random.nextInt(6) == 0) {
                        send(window);
                        if (random.nextInt(5) == 0) {
                            send(before.isEmpty() ? window : before); // its acknowledgement was lost
                            send(window);
                        }
                        before = window;
                        window = new ArrayList<>();
                    }
                }
            }
            if (step == STEPS / 2) {
                streams.get(0).kill();
            }
        }
        send(window);

        Map<String, String> messages = readUntilAllHaveCome();
        assertThat(messages.values()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(connections).isGreaterThan(CONTAINERS * STEPS / 6);
    }

    /** One window over a new connection, to each instance in turn, until it is acknowledged. */
    private void send(List<byte[]> window) throws IOException {
        int port = ingest.get(connections++ % ingest.size()).port();
        try (LumberjackClient filebeat =
                LumberjackClient.connect(LumberjackClient.Settings.of("localhost", port), acknowledged -> {})) {
            Roles.send(filebeat, window);
            filebeat.awaitAcknowledged();
        }
    }

    /** By document id: some may come twice. */
    private Map<String, String> readUntilAllHaveCome() {
        Map<String, String> messages = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.address(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(Topics.DEFAULT.parsed(), partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(Duration.ofSeconds(120)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(document -> {
                    String message = message(document.value());
                    String same = messages.put(new String(document.key(), StandardCharsets.US_ASCII), message);
                    assertThat(same == null || same.equals(message))
                            .as("one id for one text")
                            .isTrue();
                });
                return messages.size() >= expected.size();
            });
        }
        return messages;
    }

    private static String message(byte[] document) {
        try {
            return JSON.readTree(document).path("message").textValue();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A container's file as Filebeat reads it: every other one of Docker's, the rest of containerd's. */
    private final class Container {

        private final int number;
        private final boolean docker;
        private long offset;

        Container(int number) {
            this.number = number;
            this.docker = number % 2 == 0;
        }

        /** The events of a line: one in three lines is cut into two to five parts, one in ten is a run's last words. */
        List<byte[]> nextLine(int step) throws IOException {
            String begin = "container " + number + " line " + step + " ";
            boolean cut = random.nextInt(3) == 0;
            String text = cut ? begin + "x".repeat(PART * (1 + random.nextInt(4)) + random.nextInt(PART)) : begin + ".";
            String end = docker && random.nextInt(10) == 0 ? "" : "\n";
            expected.add(text);
            List<byte[]> events = new ArrayList<>();
            for (int from = 0; from < text.length(); from += PART) {
                int to = Math.min(from + PART, text.length());
                boolean last = to == text.length();
                String part = text.substring(from, to);
                String time = "2026-11-23T00:%02d:%02d.000000%03dZ"
                        .formatted(step / 60, step % 60, docker ? number : from / PART);
                events.add(event(docker ? json(part + (last ? end : ""), time) : cri(part, last, time)));
            }
            return events;
        }

        private String json(String text, String time) throws IOException {
            return "{\"log\":" + JSON.writeValueAsString(text) + ",\"stream\":\"stdout\",\"time\":\"" + time + "\"}";
        }

        private String cri(String text, boolean last, String time) {
            return time + " stdout " + (last ? "F " : "P ") + text;
        }

        private byte[] event(String line) throws IOException {
            String path = docker ? "/var/lib/docker/containers/%d/%d-json.log" : "/var/log/pods/%d/%d.log";
            String members = "\"message\":" + JSON.writeValueAsString(line)
                    + ",\"fields\":{\"logtype\":\"docker\"},\"agent\":{\"id\":\"a\"},\"log\":{\"offset\":" + offset
                    + ",\"file\":{\"path\":\"" + path.formatted(number, number) + "\"}}";
            offset += line.length() + 1;
            return ("{\"@timestamp\":\"2026-11-23T01:00:00.000Z\"," + members + "}").getBytes(StandardCharsets.UTF_8);
        }
    }
}
