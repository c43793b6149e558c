package com.jisu.logs.records;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads a consumer over what it can not read: to a partition's first record, where those that it had not read are gone, and
 * says how many they were. The consumer is sent to the very offset that was counted to, so that what is deleted in between
 * is another gap. Used on the consumer's thread, inside of its poll.
 */
final class Gaps {

    private static final Logger LOG = LoggerFactory.getLogger(Gaps.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final DeletedUnread deleted;

    Gaps(DeletedUnread deleted) {
        this.deleted = deleted;
    }

    /** What could not be asked for in time is left as it is: the next poll fails in the same way. */
    void cross(Consumer<?, ?> consumer, InvalidOffsetException e) {
        try {
            Map<TopicPartition, Long> starts = consumer.beginningOffsets(e.partitions(), TIMEOUT);
            if (e instanceof OffsetOutOfRangeException outOfRange) {
                resume(consumer, outOfRange, starts);
            } else {
                begin(consumer, starts);
            }
        } catch (RetriableException tryAgain) {
            LOG.debug("offsets of {} are not known yet", e.partitions(), tryAgain);
        }
    }

    private void resume(Consumer<?, ?> consumer, OffsetOutOfRangeException e, Map<TopicPartition, Long> starts) {
        Map<TopicPartition, OffsetAndMetadata> divergent =
                e instanceof LogTruncationException truncation ? truncation.divergentOffsets() : Map.of();
        e.offsetOutOfRangePartitions().forEach((partition, next) -> {
            long start = starts.get(partition);
            if (divergent.get(partition) != null) {
                consumer.seek(partition, divergent.get(partition)); // what follows there was never read
            } else {
                consumer.seek(partition, start);
                if (start > next) {
                    deleted.count(partition, next, start);
                    settle(consumer, partition, next, start);
                } else {
                    LOG.warn(
                            "{} ends before offset {}, where its reader was: it was made anew, or has lost records; reading"
                                    + " from its start, offset {}",
                            partition,
                            next,
                            start);
                }
            }
        });
    }

    /**
     * Commits a first offset, so that from now on the group has one: a partition in which it finds no record would have none,
     * and what is deleted of it while the group is away could not be told from what was deleted before there was one.
     */
    private static void begin(Consumer<?, ?> consumer, Map<TopicPartition, Long> starts) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        starts.forEach((partition, start) -> {
            consumer.seek(partition, start);
            offsets.put(partition, new OffsetAndMetadata(start));
        });
        commit(consumer, offsets);
    }

    /**
     * Commits where the partition now begins, so that the gap is not found again after a restart without new records. Not
     * where records before the gap are still being worked on: they would count as done.
     */
    private static void settle(Consumer<?, ?> consumer, TopicPartition partition, long next, long start) {
        OffsetAndMetadata committed =
                consumer.committed(Set.of(partition), TIMEOUT).get(partition);
        if (committed == null || committed.offset() == next) {
            commit(consumer, Map.of(partition, new OffsetAndMetadata(start)));
        }
    }

    private static void commit(Consumer<?, ?> consumer, Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            consumer.commitSync(offsets, TIMEOUT);
        } catch (InterruptException | WakeupException | AuthorizationException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.debug("offsets {} were not committed; the next commit does it", offsets, e);
        }
    }
}
