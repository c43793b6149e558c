package com.jisu.logs.app.retention;

import com.jisu.logs.app.kafka.UnreadRecords;
import com.jisu.logs.records.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many bytes a record takes in the logs, on average, compressed as it is: the logs' sizes on the brokers by the records
 * in them. Where the brokers do not tell their sizes it is assumed. Not thread-safe.
 */
public final class RecordSizes {

    private static final Logger LOG = LoggerFactory.getLogger(RecordSizes.class);

    /** The answer has every partition of the brokers, also of other topics: it is not asked for more often. */
    private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    /** Of fewer records the average says little. */
    private static final long ENOUGH = 1_000;

    /** Of an event and of its document, at 1,000 events/s and less: docs/deployment.md, "Figures". */
    private static final int RAW_BYTES = 191;

    private static final int PARSED_BYTES = 307;

    private final Admin admin;
    private final Topics topics;
    private Map<TopicPartition, Long> sizes = Map.of();
    private Map<TopicPartition, Double> averages = new HashMap<>();
    private long asked = System.nanoTime() - INTERVAL_NANOS;
    private boolean refused;

    public RecordSizes(Admin admin, Topics topics) {
        this.admin = admin;
        this.topics = topics;
    }

    /** Asks the brokers for their logs' sizes, unless that was done a moment ago. */
    public void ask(Collection<Integer> brokers) throws InterruptedException {
        if (System.nanoTime() - asked < INTERVAL_NANOS) {
            return;
        }
        asked = System.nanoTime();
        Map<TopicPartition, Long> found = new HashMap<>();
        for (KafkaFuture<Map<String, LogDirDescription>> broker :
                admin.describeLogDirs(brokers).descriptions().values()) {
            try {
                for (LogDirDescription directory : broker.get().values()) {
                    directory.replicaInfos().forEach((partition, replica) -> {
                        if (!replica.isFuture()) {
                            found.merge(partition, replica.size(), Math::max); // a replica may be behind its leader
                        }
                    });
                }
            } catch (ExecutionException e) {
                complain(e.getCause());
            }
        }
        sizes = found;
        averages = new HashMap<>();
    }

    private void complain(Throwable reason) {
        LOG.debug("a broker does not tell the sizes of its logs", reason);
        if (!refused) {
            refused = true;
            LOG.info(
                    "Kafka does not tell the sizes of its logs ({}): how long retention still lasts is computed with {} bytes a"
                            + " record in {} and {} in {}",
                    reason.getMessage(),
                    assumed(topics.raw()),
                    topics.raw(),
                    assumed(topics.parsed()),
                    topics.parsed());
        }
    }

    /** Bytes of a record in this partition; of all the topic's where it has few; assumed where these are few, too. */
    double of(TopicPartition partition, Map<TopicPartition, UnreadRecords> unread) {
        return averages.computeIfAbsent(
                partition,
                each -> measured(partition, unread)
                        .orElseGet(() -> measured(unread).orElse(assumed(partition.topic()))));
    }

    private OptionalDouble measured(TopicPartition partition, Map<TopicPartition, UnreadRecords> unread) {
        return sizes.containsKey(partition)
                ? average(sizes.get(partition), records(unread.get(partition)))
                : OptionalDouble.empty();
    }

    /** Bytes of a record of a topic, where that can be told. */
    public OptionalDouble measured(Map<TopicPartition, UnreadRecords> partitions) {
        if (!sizes.keySet().containsAll(partitions.keySet())) {
            return OptionalDouble.empty();
        }
        return average(
                partitions.keySet().stream().mapToLong(sizes::get).sum(),
                partitions.values().stream().mapToLong(RecordSizes::records).sum());
    }

    private static OptionalDouble average(long bytes, long records) {
        return records < ENOUGH || bytes == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) bytes / records);
    }

    private static long records(UnreadRecords partition) {
        return partition.to() - partition.start();
    }

    /** Bytes of a record of a topic of which nothing is known. */
    public int assumed(String topic) {
        return topic.equals(topics.parsed()) ? PARSED_BYTES : RAW_BYTES;
    }
}
