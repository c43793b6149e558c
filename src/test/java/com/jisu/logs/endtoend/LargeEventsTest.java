package com.jisu.logs.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.records.TopicSetup;
import com.jisu.logs.records.Topics;
import com.jisu.logs.servers.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Text that repeats itself is small in Kafka and large in memory. */
@Tag("long")
class LargeEventsTest {

    private static final int EVENTS = 60;

    /** Five megabytes, some twenty thousand bytes of them in Kafka. All events together are more than the heap. */
    private static final String TEXT = ("x".repeat(200) + " ").repeat(5 * 1024 * 1024 / 201);

    @Test
    void a_backlog_larger_than_the_heap_is_indexed(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
            throws Exception {
        try (TestServer kafka = TestServer.kafka(directory.resolve("kafka"));
                TestServer elasticsearch = TestServer.search(directory.resolve("elasticsearch"))) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.address()))) {
                new TopicSetup(admin, Topics.DEFAULT).createMissing(2, Optional.empty());
            }
            send(kafka.address());
            Index index = new Index(elasticsearch.url().toString());
            try (Program streams = start(
                            directory,
                            "streams",
                            "--set=kafka.bootstrap-servers=" + kafka.address(),
                            "--set=streams.state-directory=" + directory.resolve("streams"),
                            "--set=streams.max-event-age=40000d");
                    Program sink = start(
                            directory,
                            "sink",
                            "--set=kafka.bootstrap-servers=" + kafka.address(),
                            "--set=sink.elasticsearch.url=" + elasticsearch.url())) {
                await().atMost(Duration.ofMinutes(5)).ignoreExceptions().until(() -> index.count() == EVENTS);
                streams.terminate();
                sink.terminate();
                assertThat(streams.stderr() + sink.stderr()).doesNotContain("ERROR");
            }
        }
    }

    private static Program start(Path directory, String role, String... settings) throws Exception {
        String java = Program.JAVA_OPTIONS + " -Xmx256m -XX:+ExitOnOutOfMemoryError";
        List<String> arguments = new ArrayList<>(List.of(role, "--set=admin.port=0"));
        arguments.addAll(List.of(settings));
        return Program.start(directory, Map.of("JISU_LOGS_JAVA_OPTS", java), arguments.toArray(String[]::new));
    }

    private static void send(String bootstrapServers) {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "compression.type",
                "lz4",
                "linger.ms",
                1_000,
                "max.request.size",
                Topics.MAX_RAW_BYTES);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int number = 0; number < EVENTS; number++) {
                producer.send(new ProducerRecord<>(
                        Topics.DEFAULT.raw(), BeatsEvent.of("other", "2026-11-23T00:00:00.000Z", number, TEXT)));
            }
        }
    }
}
