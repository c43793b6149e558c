package com.jisu.logs.streams;

import static org.awaitility.Awaitility.await;

import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.records.SteadyClock;
import com.jisu.logs.records.TopicSetup;
import com.jisu.logs.records.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker's topics as a test changes and reads them, and the role on it. */
final class BrokerFixture implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(90);
    static final String APPLICATION = "recovery";

    private final String servers;
    private final Path directory;
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<ParsingStreams> started = new ArrayList<>();

    BrokerFixture(String servers, Path directory) {
        this.servers = servers;
        this.directory = directory;
        admin = Admin.create(Map.of("bootstrap.servers", servers));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "max.request.size", Topics.MAX_RAW_BYTES),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    Admin admin() {
        return admin;
    }

    SimpleMeterRegistry metrics() {
        return metrics;
    }

    Path stateDirectory() {
        return directory.resolve("state");
    }

    void createTopics() throws Exception {
        new TopicSetup(admin, Topics.DEFAULT).createMissing(1, Optional.of((short) 1));
    }

    void createTopic(String name, int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)
                        .configs(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"))))
                .all()
                .get();
    }

    void delete(String topic) throws Exception {
        admin.deleteTopics(List.of(topic)).all().get();
        await().atMost(PATIENCE).until(() -> !topics().contains(topic));
    }

    private java.util.Set<String> topics() throws Exception {
        return admin.listTopics().names().get();
    }

    void limit(String topic, int maxMessageBytes) throws Exception {
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(
                                new ConfigEntry("max.message.bytes", Integer.toString(maxMessageBytes)),
                                AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    ParsingStreams start() {
        return start(new SteadyClock(), Map.of());
    }

    ParsingStreams start(SteadyClock clock, Map<String, Object> kafkaProperties) {
        ParserSettings parsers = ParserFixture.DEFAULTS;
        Map<String, Object> kafka = new HashMap<>(Map.of("bootstrap.servers", servers));
        kafka.putAll(kafkaProperties);
        ParsingStreams streams = ParsingStreams.start(
                new StreamsSettings(APPLICATION, 2, stateDirectory(), Optional.empty()),
                parsers,
                Optional.empty(),
                Topics.DEFAULT,
                kafka,
                clock,
                metrics);
        started.add(streams);
        return streams;
    }

    ParsingStreams running() {
        ParsingStreams streams = start();
        await().atMost(PATIENCE).until(streams::running);
        return streams;
    }

    void send(String topic, byte[] value) throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(topic, value)).get();
    }

    /** An event of the file's next line. */
    void event(int number, String message) throws Exception {
        send(Topics.DEFAULT.raw(), eventBytes(number, message));
    }

    static byte[] eventBytes(int number, String message) {
        return ("{\"@timestamp\":\"2026-11-29T10:00:00.000Z\",\"message\":\"" + message + "\",\"agent\":{\"id\":\"a\"},"
                        + "\"log\":{\"offset\":" + number + ",\"file\":{\"path\":\"/a.log\"}}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Waits for a document that holds a text. */
    ConsumerRecord<byte[], byte[]> awaitDocument(String text) {
        return awaitRecord(Topics.DEFAULT.parsed(), record -> text(record).contains(text));
    }

    ConsumerRecord<byte[], byte[]> awaitLetter() {
        return awaitRecord(Topics.DEFAULT.dead(), record -> true);
    }

    ConsumerRecord<byte[], byte[]> awaitRecord(String topic, Predicate<ConsumerRecord<byte[], byte[]>> which) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            found.clear();
            read(topic).stream().filter(which).forEach(found::add);
            return !found.isEmpty();
        });
        return found.get(0);
    }

    /** All that a topic holds now. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "max.partition.fetch.bytes", 32 * 1024 * 1024),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(read::add);
            }
        }
        return read;
    }

    static String text(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        started.forEach(ParsingStreams::close);
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
    }
}
