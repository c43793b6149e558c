package com.jisu.logs.app.dlq;

import com.jisu.logs.app.api.UserError;
import com.jisu.logs.app.config.Configuration;
import com.jisu.logs.app.kafka.ClientProperties;
import com.jisu.logs.app.kafka.KafkaTopics;
import com.jisu.logs.app.settings.ConfigurationOptions;
import com.jisu.logs.records.BoundedConsumer;
import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TimeoutException;

/** The dead-letter topic as it was when a command began. Read beside the pipeline, in no group. Not thread-safe. */
final class DeadLetterTopic implements AutoCloseable {

    /** How long Kafka may be silent before it counts as away. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Duration POLL = Duration.ofMillis(500);

    private final Configuration configuration;
    private final Map<String, Object> kafka;
    private final Topics topics;
    private final BoundedConsumer consumer;
    private final Map<TopicPartition, Long> begins;
    private final Map<TopicPartition, Long> ends;
    private long strangers;

    private DeadLetterTopic(Configuration configuration, Map<String, Object> kafka) {
        this.configuration = configuration;
        this.kafka = kafka;
        this.topics = KafkaTopics.names(configuration);
        this.consumer = consumer(kafka);
        try {
            List<TopicPartition> partitions = partitions();
            this.begins = consumer.beginningOffsets(partitions);
            this.ends = consumer.endOffsets(partitions);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /**
     * Opens the topic that is configured.
     *
     * @throws UserError if the broker or the topic is not there
     */
    static DeadLetterTopic open(ConfigurationOptions options) {
        Configuration configuration = options.load();
        Map<String, Object> kafka = ClientProperties.probed(configuration);
        return explained(configuration, () -> new DeadLetterTopic(configuration, kafka));
    }

    private static BoundedConsumer consumer(Map<String, Object> kafka) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        properties.putAll(kafka);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "jisu-logs-dlq");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"); // retention may pass us while we read
        return new BoundedConsumer(properties);
    }

    private List<TopicPartition> partitions() {
        List<PartitionInfo> known = consumer.partitionsFor(topics.dead());
        if (known == null || known.isEmpty()) {
            throw new UserError("there is no topic " + topics.dead() + " at " + servers(kafka)
                    + "; it is made when a role starts for the first time");
        }
        return known.stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
    }

    Configuration configuration() {
        return configuration;
    }

    Topics topics() {
        return topics;
    }

    /** How to reach Kafka. */
    Map<String, Object> kafka() {
        return kafka;
    }

    /** Records passed over by {@link #read} because they have no headers of a dead letter. */
    long strangers() {
        return strangers;
    }

    /** Every letter that was there when the topic was opened, each partition's in its order. */
    void read(Optional<Instant> since, Consumer<DeadRecord> receiver) {
        strangers = 0;
        Map<TopicPartition, Long> left = new HashMap<>();
        ends.forEach((partition, end) -> {
            if (end > begins.get(partition)) {
                left.put(partition, end);
            }
        });
        consumer.assign(List.copyOf(left.keySet()));
        consumer.resume(consumer.paused()); // it may be read again
        seek(left.keySet(), since);
        forgetFinished(left);
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!left.isEmpty()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                Long end = left.get(new TopicPartition(record.topic(), record.partition()));
                if (end != null && record.offset() < end) {
                    receive(record, receiver);
                }
            }
            long before = left.size();
            forgetFinished(left);
            if (!records.isEmpty() || left.size() < before) {
                deadline = System.nanoTime() + TIMEOUT.toNanos();
            } else if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("nothing came for " + TIMEOUT.toSeconds() + " s");
            }
        }
    }

    private void seek(Collection<TopicPartition> partitions, Optional<Instant> since) {
        consumer.seekToBeginning(partitions);
        if (since.isPresent()) {
            Map<TopicPartition, Long> times = new HashMap<>();
            partitions.forEach(partition -> times.put(partition, since.get().toEpochMilli()));
            for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
                    consumer.offsetsForTimes(times).entrySet()) {
                long offset = found.getValue() == null
                        ? ends.get(found.getKey())
                        : found.getValue().offset();
                consumer.seek(found.getKey(), offset);
            }
        }
    }

    /** The position says that a partition was read to its end also where its last records are no data. */
    private void forgetFinished(Map<TopicPartition, Long> left) {
        left.entrySet().removeIf(each -> consumer.position(each.getKey()) >= each.getValue());
        consumer.pause(consumer.assignment().stream()
                .filter(each -> !left.containsKey(each))
                .toList());
    }

    private void receive(ConsumerRecord<byte[], byte[]> record, Consumer<DeadRecord> receiver) {
        List<DeadLetter> history = DeadLetter.history(record.headers());
        if (history.isEmpty()) {
            strangers++;
        } else {
            receiver.accept(new DeadRecord(record, history));
        }
    }

    /**
     * The record at one place.
     *
     * @throws UserError if there is none
     */
    ConsumerRecord<byte[], byte[]> at(int partition, long offset) {
        TopicPartition wanted = new TopicPartition(topics.dead(), partition);
        Long end = ends.get(wanted);
        if (end == null) {
            throw new UserError("there is no partition " + partition + " in " + topics.dead() + ": it has 0 to "
                    + (ends.size() - 1));
        }
        long begin = begins.get(wanted);
        if (offset < begin || offset >= end) {
            String range = begin == end ? "is empty" : "has " + begin + " to " + (end - 1);
            throw new UserError("there is no record " + partition + ":" + offset + " in " + topics.dead()
                    + ": partition " + partition + " " + range);
        }
        consumer.assign(List.of(wanted));
        consumer.seek(wanted, offset);
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (System.nanoTime() - deadline < 0) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() == offset) {
                    return record;
                }
                throw new UserError("there is no record " + partition + ":" + offset + " in " + topics.dead()
                        + " any more; the next is " + partition + ":" + record.offset());
            }
        }
        throw new TimeoutException("nothing came for " + TIMEOUT.toSeconds() + " s");
    }

    @Override
    public void close() {
        consumer.close();
    }

    /** What is done with Kafka. */
    interface Work<T> {
        T done();
    }

    /** Does it; where Kafka fails, says so in one line. */
    static <T> T explained(Configuration configuration, Work<T> work) {
        String servers = configuration.kafka().bootstrapServers();
        try {
            return work.done();
        } catch (TimeoutException e) {
            throw new UserError("Kafka at " + servers + " does not answer; set kafka.bootstrap-servers", e);
        } catch (KafkaException e) {
            throw new UserError(
                    "Kafka at " + servers + " can not be used: "
                            + ClientProperties.problem(
                                    e, AclOperation.READ, configuration.topics().dead()),
                    e);
        }
    }

    private static Object servers(Map<String, Object> kafka) {
        return kafka.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG);
    }
}
