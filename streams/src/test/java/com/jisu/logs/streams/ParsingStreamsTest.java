package com.jisu.logs.streams;

import static com.jisu.logs.streams.ContainerEvent.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.records.SteadyClock;
import com.jisu.logs.records.TopicSetup;
import com.jisu.logs.records.Topics;
import com.jisu.logs.servers.NeedsServers;
import com.jisu.logs.servers.TestServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The role on a real broker. */
@ExtendWith(NeedsServers.class)
class ParsingStreamsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private TestServer kafka;

    @BeforeEach
    void start() throws Exception {
        kafka = TestServer.kafka(directory.resolve("kafka"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.address()))) {
            assertThat(new TopicSetup(admin, Topics.DEFAULT).createMissing(2, Optional.of((short) 1)))
                    .containsExactlyElementsOf(Topics.DEFAULT.all());
        }
    }

    @AfterEach
    void stop() {
        kafka.close();
    }

    @Test
    void every_event_survives_a_restart_of_the_broker_under_load() throws Exception {
        int events = 4_000;
        try (ParsingStreams streams = streams();
                KafkaProducer<byte[], byte[]> producer = producer()) {
            await().atMost(PATIENCE).until(streams::running);
            for (int i = 0; i < events; i++) {
                if (i == events / 2) {
                    kafka.stop();
                    kafka.start();
                }
                producer.send(new ProducerRecord<>(Topics.DEFAULT.raw(), event(i)));
            }
            producer.flush();

            Set<String> messages = new HashSet<>();
            List<ConsumerRecord<byte[], byte[]>> documents = readUntil(Topics.DEFAULT.parsed(), read -> {
                read.forEach(document ->
                        messages.add(text(document.value()).replaceAll(".*\"message\":\"(\\d+)\".*", "$1")));
                return messages.size() == events;
            });
            // At least once: a record may come twice, then under the same id.
            assertThat(documents.stream().map(document -> text(document.key())).distinct())
                    .hasSize(events);
        }
    }

    @Test
    void a_line_whose_parts_come_before_and_after_a_kill_is_joined() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            Process first = process("one");
            try {
                send(producer, ContainerEvent.jsonFile("c1", "stdout", 0, part("one ")));
                send(producer, ContainerEvent.cri("c2", "stderr", 0, "P", "uno "));
                awaitCommitted(2);
            } finally {
                first.destroyForcibly().waitFor();
            }
            send(producer, ContainerEvent.jsonFile("c1", "stdout", 100, part("two ")));
            send(producer, ContainerEvent.jsonFile("c1", "stdout", 200, "three\n"));
            send(producer, ContainerEvent.cri("c2", "stderr", 100, "F", "due"));
            // Another machine takes over: what the first had on its disk is in the changelog.
            Process second = process("two");
            try {
                List<ConsumerRecord<byte[], byte[]>> documents =
                        readUntil(Topics.DEFAULT.parsed(), read -> read.size() >= 2);
                assertThat(documents)
                        .extracting(document -> text(document.value()).replaceAll(".*\"message\":\"([^\"]*)\".*", "$1"))
                        .containsExactlyInAnyOrder(part("one ") + part("two ") + "three", "uno due");
            } finally {
                second.getOutputStream().close();
                if (!second.waitFor(30, TimeUnit.SECONDS)) {
                    second.destroyForcibly().waitFor();
                }
            }
        }
    }

    @Test
    void a_line_whose_parts_stand_in_two_partitions_is_joined() throws Exception {
        try (ParsingStreams streams = streams();
                KafkaProducer<byte[], byte[]> producer = producer()) {
            await().atMost(PATIENCE).until(streams::running);
            for (int container = 0; container < 10; container++) {
                String name = "c" + container;
                // Both partitions know the stream as one of whole lines, and no offset tells that anything is missing.
                send(producer, 0, ContainerEvent.jsonFile(name, "stdout", 0, 1, "whole\n"));
                send(producer, 1, ContainerEvent.jsonFile(name, "stdout", 100, 2, "whole\n"));
                send(producer, 0, ContainerEvent.cri(name, "stderr", 0, "F", "whole"));
                send(producer, 1, ContainerEvent.cri(name, "stderr", 100, "F", "whole"));
            }
            readUntil(Topics.DEFAULT.parsed(), read -> read.size() >= 40);
            for (int container = 0; container < 10; container++) {
                String name = "c" + container;
                send(producer, 0, ContainerEvent.jsonFile(name, "stdout", 200, 3, part("one ")));
                send(producer, 0, ContainerEvent.cri(name, "stderr", 200, "P", "uno "));
                send(producer, 1, ContainerEvent.jsonFile(name, "stdout", 300, 3, "two\n"));
                send(producer, 1, ContainerEvent.cri(name, "stderr", 300, "F", "due"));
            }

            assertThat(readUntil(Topics.DEFAULT.parsed(), read -> read.size() >= 60))
                    .extracting(document -> text(document.value()).replaceAll(".*\"message\":\"([^\"]*)\".*", "$1"))
                    .filteredOn(message -> !message.equals("whole"))
                    .hasSize(20)
                    .containsOnly(part("one ") + "two", "uno due");
        }
    }

    @Test
    void what_retention_deleted_unread_is_counted_once_and_only_that() throws Exception {
        TopicPartition raw = new TopicPartition(Topics.DEFAULT.raw(), 0);
        MeterRegistry registry = new SimpleMeterRegistry();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.address()));
                KafkaProducer<byte[], byte[]> producer = producer()) {
            alter(admin, raw.topic(), Map.of("retention.bytes", "2000000", "segment.bytes", "1048576"));
            try (ParsingStreams streams = streams(registry)) {
                await().atMost(PATIENCE).until(streams::running);
                send(producer, 0, event(0));
                await().atMost(PATIENCE).until(() -> committed(admin, raw) == 1);
            }
            for (int i = 1; i <= 600; i++) {
                producer.send(new ProducerRecord<>(raw.topic(), 0, null, padded(i)));
            }
            producer.flush();
            await().atMost(PATIENCE).until(() -> start(admin, raw) > 1); // the broker looks every few seconds
            alter(admin, raw.topic(), Map.of("retention.bytes", "-1"));
            long start = start(admin, raw);
            await().during(Duration.ofSeconds(6)).atMost(PATIENCE).until(() -> start(admin, raw) == start);

            for (int run = 0; run < 2; run++) {
                try (ParsingStreams streams = streams(registry)) {
                    await().atMost(PATIENCE).until(() -> streams.running() && committed(admin, raw) == 601);
                    assertThat(registry.get("jisu.logs.deleted.unread")
                                    .tags("role", "streams", "topic", raw.topic())
                                    .counter()
                                    .count())
                            .isEqualTo(start - 1);
                }
            }
            assertThat(readUntil(Topics.DEFAULT.parsed(), read -> read.size() >= 601 - start + 1))
                    .hasSize((int) (601 - start + 1));
            // Set, not the broker's default, which would delete parts of lines.
            ConfigEntry limit = setting(admin, "test-cut-repartition", "retention.bytes");
            assertThat(limit.value()).isEqualTo("-1");
            assertThat(limit.source()).isEqualTo(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG);
        }
    }

    private static byte[] padded(int number) {
        byte[] noise = new byte[10_000];
        new Random(number).nextBytes(noise);
        String event = text(event(number));
        return (event.substring(0, event.length() - 1) + ",\"noise\":\""
                        + Base64.getEncoder().encodeToString(noise) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void alter(Admin admin, String topic, Map<String, String> settings) throws Exception {
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        settings.entrySet().stream()
                                .map(each -> new AlterConfigOp(
                                        new ConfigEntry(each.getKey(), each.getValue()), AlterConfigOp.OpType.SET))
                                .toList()))
                .all()
                .get();
    }

    private static ConfigEntry setting(Admin admin, String topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get(name);
    }

    private static long start(Admin admin, TopicPartition partition) throws Exception {
        return admin.listOffsets(Map.of(partition, OffsetSpec.earliest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    private static long committed(Admin admin, TopicPartition partition) throws Exception {
        var committed = admin.listConsumerGroupOffsets("test")
                .partitionsToOffsetAndMetadata()
                .get()
                .get(partition);
        return committed == null ? -1 : committed.offset();
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, byte[] event) throws Exception {
        send(producer, 0, event);
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, int partition, byte[] event) throws Exception {
        producer.send(new ProducerRecord<>(Topics.DEFAULT.raw(), partition, null, event))
                .get();
    }

    /** Waits until an instance has committed so many raw records. */
    private void awaitCommitted(long records) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.address()))) {
            await().atMost(PATIENCE).until(() -> {
                var committed = admin.listConsumerGroupOffsets("joining")
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(new TopicPartition(Topics.DEFAULT.raw(), 0));
                return committed != null && committed.offset() >= records;
            });
        }
    }

    private Process process(String name) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StreamsProcess.class.getName(),
                        kafka.address(),
                        directory.resolve(name).toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile())
                .start();
    }

    private ParsingStreams streams() {
        return streams(new SimpleMeterRegistry());
    }

    private ParsingStreams streams(MeterRegistry registry) {
        ParserSettings parsers = ParserFixture.DEFAULTS;
        return ParsingStreams.start(
                new StreamsSettings("test", 1, directory.resolve("streams"), Optional.empty()),
                parsers,
                Optional.empty(),
                Topics.DEFAULT,
                Map.of("bootstrap.servers", kafka.address()),
                new SteadyClock(),
                registry);
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.address(), "max.request.size", Topics.MAX_RAW_BYTES),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static byte[] event(int number) {
        return ("{\"@timestamp\":\"2026-11-22T23:59:58.000Z\",\"message\":\"" + number + "\",\"agent\":{\"id\":\"a\"},"
                        + "\"log\":{\"offset\":" + number + ",\"file\":{\"path\":\"/a.log\"}}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private interface Enough {
        boolean of(List<ConsumerRecord<byte[], byte[]>> read);
    }

    private List<ConsumerRecord<byte[], byte[]>> readUntil(String topic, Enough enough) {
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.address(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(read::add);
                return enough.of(read);
            });
        }
        return read;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
