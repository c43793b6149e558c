package com.jisu.logs.endtoend.faults;

import com.jisu.logs.records.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What lies in Kafka, and how much of it each role has dealt with. One thread at a time. */
final class Backlog implements AutoCloseable {

    private static final int TIMEOUT_MS = 3_000;
    private static final String STREAMS_GROUP = "jisu-logs-streams";
    private static final String SINK_GROUP = "jisu-logs-sink";

    private final Admin admin;

    /**
     * Records so far, over all partitions.
     *
     * @param raw what ingest has written
     * @param parsedOfRaw what streams has committed of it
     * @param parsed what streams has written
     * @param indexedOfParsed what the sink has committed of it
     * @param dead dead letters
     */
    record Counts(long raw, long parsedOfRaw, long parsed, long indexedOfParsed, long dead) {

        long waiting() {
            return raw - parsedOfRaw + parsed - indexedOfParsed;
        }
    }

    Backlog(String bootstrapServers) {
        admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                TIMEOUT_MS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                TIMEOUT_MS));
    }

    /** @throws ExecutionException while Kafka does not answer for all partitions */
    Counts counts() throws ExecutionException, InterruptedException {
        // Commits first: what is written meanwhile makes the backlog larger, never negative.
        long parsedOfRaw = committed(STREAMS_GROUP, Topics.DEFAULT.raw());
        long indexedOfParsed = committed(SINK_GROUP, Topics.DEFAULT.parsed());
        Map<String, Long> ends = ends();
        return new Counts(
                ends.get(Topics.DEFAULT.raw()),
                parsedOfRaw,
                ends.get(Topics.DEFAULT.parsed()),
                indexedOfParsed,
                ends.get(Topics.DEFAULT.dead()));
    }

    private long committed(String group, String topic) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        return offsets.entrySet().stream()
                .filter(each -> each.getKey().topic().equals(topic) && each.getValue() != null)
                .mapToLong(each -> each.getValue().offset())
                .sum();
    }

    private Map<String, Long> ends() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (TopicDescription topic :
                admin.describeTopics(Topics.DEFAULT.all()).allTopicNames().get().values()) {
            topic.partitions()
                    .forEach(partition ->
                            latest.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
        }
        return admin.listOffsets(latest).all().get().entrySet().stream()
                .collect(Collectors.groupingBy(
                        end -> end.getKey().topic(),
                        Collectors.summingLong(end -> end.getValue().offset())));
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
