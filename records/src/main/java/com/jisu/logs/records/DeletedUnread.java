package com.jisu.logs.records;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of records that were deleted, by retention or by hand, before a role's group had read them: a line in the log for
 * each gap, and the counter {@code jisu.logs.deleted.unread} by role and topic. Thread-safe.
 */
public final class DeletedUnread {

    private static final Logger LOG = LoggerFactory.getLogger(DeletedUnread.class);

    private final String role;
    private final MeterRegistry registry;

    /**
     * @param role who reads, such as {@code sink}
     * @param topics that it reads: they are counted from 0 on
     */
    public DeletedUnread(String role, Collection<String> topics, MeterRegistry registry) {
        this.role = role;
        this.registry = registry;
        topics.forEach(this::counter);
    }

    /**
     * @param next the offset that was to be read next
     * @param start the first offset that there is, greater than that
     */
    void count(TopicPartition partition, long next, long start) {
        counter(partition.topic()).increment(start - next);
        LOG.error(
                "{} records of {} were deleted before {} had read them: offsets {} to {}; see its retention (retention.ms,"
                        + " retention.bytes)",
                start - next,
                partition,
                role,
                next,
                start - 1);
    }

    private Counter counter(String topic) {
        return Counter.builder("jisu.logs.deleted.unread")
                .description("records that were deleted before the role's consumer group had read them")
                .tag("role", role)
                .tag("topic", topic)
                .register(registry);
    }
}
