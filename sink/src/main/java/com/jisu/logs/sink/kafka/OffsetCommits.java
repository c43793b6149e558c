package com.jisu.logs.sink.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the offsets of what is answered for, partition by partition. Used by the sink's thread.
 *
 * <p>A commit that fails does no harm: what is committed too late is at worst indexed again under the same id. The next one
 * says it again.
 */
public final class OffsetCommits {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetCommits.class);
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Map<TopicPartition, Progress> progress = new HashMap<>();
    private long next;

    /**
     * Begins the next run of a partition's records.
     *
     * @param nextOffset the offset to commit once all of them are answered for
     * @param records how many there are, at least 1
     */
    public Progress.Run begin(TopicPartition partition, long nextOffset, int records) {
        return progress.computeIfAbsent(partition, Progress::new).begin(nextOffset, records);
    }

    /** Commits what there is, at most once a second, and does not wait for it. */
    public void commitDue(Consumer<?, ?> consumer) {
        long now = System.nanoTime();
        if (next - now > 0) {
            return;
        }
        next = now + INTERVAL_NANOS;
        Map<TopicPartition, OffsetAndMetadata> offsets = take(progress.values());
        if (!offsets.isEmpty()) {
            consumer.commitAsync(offsets, (committed, e) -> {
                if (e != null) {
                    commitAgain(committed.keySet(), e);
                }
            });
        }
    }

    /** Commits what there is of all partitions, and waits for it. */
    public void commitAll(Consumer<?, ?> consumer, Duration timeout) {
        commit(consumer, progress.values(), timeout);
    }

    /** Commits what there is of these partitions, and waits for it. */
    public void commit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions, Duration timeout) {
        commit(
                consumer,
                partitions.stream().map(progress::get).filter(Objects::nonNull).toList(),
                timeout);
    }

    private void commit(Consumer<?, ?> consumer, Iterable<Progress> partitions, Duration timeout) {
        Map<TopicPartition, OffsetAndMetadata> offsets = take(partitions);
        if (offsets.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(offsets, timeout);
        } catch (KafkaException e) {
            commitAgain(offsets.keySet(), e);
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> take(Iterable<Progress> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (Progress each : partitions) {
            each.toCommit().ifPresent(offset -> {
                offsets.put(each.partition(), new OffsetAndMetadata(offset));
                each.committed(offset);
            });
        }
        return offsets;
    }

    private void commitAgain(Collection<TopicPartition> partitions, Exception e) {
        LOG.debug("offsets of {} were not committed", partitions, e);
        for (TopicPartition partition : partitions) {
            Progress each = progress.get(partition);
            if (each != null) {
                each.commitAgain();
            }
        }
    }

    /** These partitions belong to another consumer now: nothing of them counts any more. */
    public void lose(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            Progress each = progress.remove(partition);
            if (each != null) {
                each.lose();
            }
        }
    }
}
