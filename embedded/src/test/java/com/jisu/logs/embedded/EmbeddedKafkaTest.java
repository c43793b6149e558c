package com.jisu.logs.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

    private static final String TOPIC = "lines";
    private static final Duration WAIT = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @Test
    void what_is_produced_is_consumed_and_still_there_after_a_restart() throws Exception {
        byte[] small = "a line".getBytes();
        byte[] large = new byte[24 * 1024 * 1024];
        large[large.length - 1] = 7;
        int port;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            port = kafka.port();
            createTopic(kafka, large.length + 1024);
            produce(kafka, small);
            produce(kafka, large);
            assertThat(consumeAsGroup(kafka, 2)).containsExactly(small, large);
        }

        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, port)) {
            assertThat(kafka.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
            byte[] later = "a later line".getBytes();
            produce(kafka, later);
            assertThat(consumeAsGroup(kafka, 1))
                    .as("the group goes on after what it committed")
                    .containsExactly(later);
        }
    }

    @Test
    void two_brokers_run_in_one_process_and_do_not_know_each_other(@TempDir Path other) throws Exception {
        try (EmbeddedKafka one = EmbeddedKafka.start(directory, 0);
                EmbeddedKafka two = EmbeddedKafka.start(other, 0)) {
            createTopic(one, 1024);
            assertThat(topics(one)).containsExactly(TOPIC);
            assertThat(topics(two)).isEmpty();
        }
    }

    @Test
    void a_topic_is_not_created_by_a_producer() throws IOException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            assertThatThrownBy(() ->
                            admin.describeTopics(List.of(TOPIC)).allTopicNames().get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void a_taken_port_is_named() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, taken.getLocalPort()))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessage("Kafka cannot listen on port " + taken.getLocalPort() + ": it is taken");
        }
        EmbeddedKafka.start(directory, 0).close(); // the directory was let go
    }

    @Test
    void a_directory_in_use_is_named() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            assertThat(kafka.port()).isPositive();
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, 0))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessage("Kafka cannot use " + directory + ": another Kafka runs in it");
        }
    }

    @Test
    void a_file_in_place_of_the_directory_is_named() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> EmbeddedKafka.start(file, 0))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessage("Kafka cannot write to " + file + ": " + file + " is not a directory");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_directory_that_cannot_be_created_is_named() {
        Path nowhere = Path.of("/proc/jisu-logs"); // nobody may create it, not even root
        assertThatThrownBy(() -> EmbeddedKafka.start(nowhere, 0))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageStartingWith("Kafka cannot write to " + nowhere + ": ")
                .hasMessageNotContaining("\n");
    }

    private static void createTopic(EmbeddedKafka kafka, int maxBytes) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            NewTopic topic = new NewTopic(TOPIC, Optional.of(1), Optional.empty())
                    .configs(Map.of("max.message.bytes", Integer.toString(maxBytes)));
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    private static Iterable<String> topics(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return admin.listTopics().names().get();
        }
    }

    private static void produce(EmbeddedKafka kafka, byte[] value) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "acks",
                "all",
                "max.request.size",
                32 * 1024 * 1024,
                "buffer.memory",
                64L * 1024 * 1024);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, value)).get();
        }
    }

    private static List<byte[]> consumeAsGroup(EmbeddedKafka kafka, int count) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "group.id",
                "readers",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false);
        List<byte[]> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            long deadline = System.nanoTime() + WAIT.toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    values.add(record.value());
                }
            }
            consumer.commitSync();
        }
        return values;
    }
}
