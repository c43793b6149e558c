package com.jisu.logs.streams;

import com.jisu.logs.records.BoundedConsumer;
import com.jisu.logs.records.DeletedUnread;
import com.jisu.logs.records.PollPace;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The consumer of a stream thread, which polls as {@link PollPace} says: Kafka Streams itself would do so for every few records
 * that come, and ten times a second for none. It counts its commits.
 *
 * <p>What Kafka Streams does between two polls, such as to commit once a second, it does at most a third of a second later while
 * records come, and a second later when none do.
 */
final class PacedConsumer extends BoundedConsumer {

    private final Commits commits;
    private final PollPace pace = new PollPace(System.nanoTime());
    private Set<TopicPartition> assigned = Set.of();

    PacedConsumer(Map<String, Object> config, DeletedUnread deleted, Commits commits) {
        super(config, deleted);
        this.commits = commits;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        if (timeout.isZero()) {
            return super.poll(timeout); // it ends, or gives partitions back: nothing is to wait
        }
        if (!assigned.equals(assignment())) {
            assigned = Set.copyOf(assignment());
            pace.disturbed(System.nanoTime()); // what it reads now begins between polls
        }
        long gather = pace.nanosToGather(System.nanoTime());
        if (gather > 0) {
            LockSupport.parkNanos(gather); // to be woken up early does no harm
        }
        long now = System.nanoTime();
        pace.polls(now);
        ConsumerRecords<byte[], byte[]> polled = super.poll(pace.patience(timeout, now));
        pace.polled(polled.count(), isMoreThan(polled, this), System.nanoTime());
        return polled;
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        super.commitSync(offsets);
        commits.add();
    }
}
