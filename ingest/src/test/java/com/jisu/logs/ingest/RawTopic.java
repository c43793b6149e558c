package com.jisu.logs.ingest;

import static org.awaitility.Awaitility.await;

import com.jisu.logs.records.TopicSetup;
import com.jisu.logs.records.Topics;
import com.jisu.logs.servers.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A raw topic on a real broker, and what is in it. */
public final class RawTopic {

    private final String bootstrapServers;
    private final String name;

    private RawTopic(String bootstrapServers, String name) {
        this.bootstrapServers = bootstrapServers;
        this.name = name;
    }

    public static RawTopic create(TestServer kafka, String name, int partitions) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.address()))) {
            createMissing(admin, name, partitions);
        }
        return new RawTopic(kafka.address(), name);
    }

    private static List<String> createMissing(Admin admin, String name, int partitions) throws Exception {
        return new TopicSetup(admin, new Topics(name, name + "-parsed", name + "-dead"))
                .createMissing(partitions, Optional.of((short) 1));
    }

    /** Deletes the topic and makes it again, empty. */
    public void makeAgain(TestServer kafka, int partitions) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.address()))) {
            admin.deleteTopics(List.of(name)).all().get();
            await().until(() -> createMissing(admin, name, partitions).contains(name)); // listed a moment longer
        }
    }

    public void setMaxMessageBytes(TestServer kafka, int bytes) throws Exception {
        set(kafka, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes));
    }

    public void set(TestServer kafka, String key, String value) throws Exception {
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.address()))) {
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, name), List.of(set)))
                    .all()
                    .get();
        }
    }

    public String name() {
        return name;
    }

    /** All records so far, by partition and offset. */
    public List<ConsumerRecord<byte[], byte[]>> records() {
        Map<String, Object> config =
                Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest", "fetch.max.wait.ms", 50);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(name).stream()
                    .map(info -> new TopicPartition(name, info.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            for (TopicPartition partition : partitions) {
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                while (consumer.position(partition) < ends.get(partition)) {
                    consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
                }
            }
        }
        return records;
    }

    /** The values of all records, as UTF-8 text, by partition and offset. */
    public List<String> values() {
        return records().stream()
                .map(message -> new String(message.value(), StandardCharsets.UTF_8))
                .toList();
    }
}
