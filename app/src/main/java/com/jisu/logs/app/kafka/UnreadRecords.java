package com.jisu.logs.app.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * What a consumer group has not committed of one partition.
 *
 * @param start the first offset there is
 * @param next the group's next offset, which may be gone already; the first there is where it has none
 * @param to the partition's end
 */
public record UnreadRecords(long start, long next, long to) {

    /** The first offset that the group can still read. */
    public long from() {
        return Math.max(start, next);
    }

    /** How many records it can still read. */
    public long count() {
        return to - from();
    }

    /** Whether records were deleted that the group has not committed. */
    public boolean isPassed() {
        return next < start;
    }

    /**
     * Asks Kafka about all partitions of a topic.
     *
     * @throws ExecutionException if Kafka refuses or is away, with its reason as the cause
     */
    public static Map<TopicPartition, UnreadRecords> of(Admin admin, String group, String topic)
            throws ExecutionException, InterruptedException {
        // Asked before the first answer is waited for: what the client does for one question, it does for several.
        return of(admin, topic, admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    }

    /**
     * The same of no group: all that there is. It takes no right to a group.
     *
     * @throws ExecutionException if Kafka refuses or is away, with its reason as the cause
     */
    public static Map<TopicPartition, UnreadRecords> ofNobody(Admin admin, String topic)
            throws ExecutionException, InterruptedException {
        return of(admin, topic, KafkaFuture.completedFuture(Map.of()));
    }

    private static Map<TopicPartition, UnreadRecords> of(
            Admin admin, String topic, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> commits)
            throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions =
                admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
                        .map(each -> new TopicPartition(topic, each.partition()))
                        .toList();
        Map<TopicPartition, OffsetAndMetadata> committed = commits.get(); // before the ends, or these could be passed
        KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> first =
                offsets(admin, partitions, OffsetSpec.earliest());
        KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> last = offsets(admin, partitions, OffsetSpec.latest());
        Map<TopicPartition, ListOffsetsResultInfo> starts = first.get();
        Map<TopicPartition, ListOffsetsResultInfo> ends = last.get();
        return partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> {
            OffsetAndMetadata next = committed.get(partition);
            long start = starts.get(partition).offset();
            return new UnreadRecords(
                    start,
                    next == null ? start : next.offset(),
                    ends.get(partition).offset());
        }));
    }

    private static KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> offsets(
            Admin admin, List<TopicPartition> partitions, OffsetSpec which) {
        return admin.listOffsets(partitions.stream().collect(Collectors.toMap(each -> each, each -> which)))
                .all();
    }
}
