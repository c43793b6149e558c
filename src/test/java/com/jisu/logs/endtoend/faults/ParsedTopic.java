package com.jisu.logs.endtoend.faults;

import com.jisu.logs.records.Topics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** The topic that the sink reads, as an operator changes and sees it. */
final class ParsedTopic implements AutoCloseable {

    private final Admin admin;

    ParsedTopic(String bootstrapServers) {
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    void set(Map<String, String> settings) throws Exception {
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, Topics.DEFAULT.parsed()),
                        settings.entrySet().stream()
                                .map(each -> new AlterConfigOp(
                                        new ConfigEntry(each.getKey(), each.getValue()), AlterConfigOp.OpType.SET))
                                .toList()))
                .all()
                .get();
    }

    /** Records that are gone and that the sink's group has not committed, of each partition that has any. */
    Map<TopicPartition, Long> deletedUnread() throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets("jisu-logs-sink")
                .partitionsToOffsetAndMetadata()
                .get();
        List<TopicPartition> partitions = committed.keySet().stream()
                .filter(each -> each.topic().equals(Topics.DEFAULT.parsed()))
                .toList();
        Map<TopicPartition, Long> deleted = new TreeMap<>(java.util.Comparator.comparing(TopicPartition::partition));
        admin.listOffsets(partitions.stream()
                        .collect(Collectors.toMap(Function.identity(), each -> OffsetSpec.earliest())))
                .all()
                .get()
                .forEach((partition, start) -> {
                    long unread = start.offset() - committed.get(partition).offset();
                    if (unread > 0) {
                        deleted.put(partition, unread);
                    }
                });
        return deleted;
    }

    @Override
    public void close() {
        admin.close();
    }
}
