package com.jisu.logs.benchmarks;

import com.jisu.logs.records.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/** A benchmark should not need a disk for every record that it ever sent. */
final class BrokerTopics {

    private BrokerTopics() {}

    /** Deletes all records of the parsed topic. */
    static void empty(String bootstrap) throws ExecutionException, InterruptedException {
        String topic = Topics.DEFAULT.parsed();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .forEach(partition -> all.put(
                            new TopicPartition(topic, partition.partition()), RecordsToDelete.beforeOffset(-1)));
            admin.deleteRecords(all).all().get();
        }
    }
}
