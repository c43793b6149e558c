package com.jisu.logs.streams;

import com.jisu.logs.records.BoundedConsumer;
import com.jisu.logs.records.DeletedUnread;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka's own clients for Kafka Streams, but for producers that forget no failure and consumers that bound what a poll brings.
 * Those that read the events poll at their pace, count their commits, and tell of what was deleted before they had read it.
 */
final class BoundedClients implements KafkaClientSupplier {

    private final TopicLimits limits;
    private final Commits commits;
    private final DeletedUnread deleted;

    /**
     * @param limits are told how records are sent
     * @param commits counts those of each stream thread, of which each has a consumer
     */
    BoundedClients(TopicLimits limits, Commits commits, DeletedUnread deleted) {
        this.limits = limits;
        this.commits = commits;
        this.deleted = deleted;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        limits.sentWith(config);
        return new StrictProducer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new PacedConsumer(config, deleted, commits);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new BoundedConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return new BoundedConsumer(config);
    }
}
