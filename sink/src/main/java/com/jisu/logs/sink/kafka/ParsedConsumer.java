package com.jisu.logs.sink.kafka;

import com.jisu.logs.records.BoundedConsumer;
import com.jisu.logs.records.DeletedUnread;
import com.jisu.logs.records.QuietConsumer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;

/** Makes the consumer of the parsed topic. */
public final class ParsedConsumer {

    private ParsedConsumer() {}

    /**
     * One that commits nothing by itself.
     *
     * @param kafkaProperties how to reach Kafka, and what an operator has set besides
     * @param deleted is told of records that were deleted before they were read
     */
    public static Consumer<byte[], byte[]> of(
            String groupId, Map<String, Object> kafkaProperties, DeletedUnread deleted) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "jisu-logs-sink");
        // A record larger than these bounds is still fetched, alone (KIP-74), so that 24 MiB documents pass.
        // Fetched bytes are compressed: this much is several bulk requests.
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 2 * 1024 * 1024);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 512 * 1024);
        properties.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, 1024 * 1024);
        // After a crash the partitions go to another sink this much later; the default is 45 s.
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        properties.putAll(QuietConsumer.PROPERTIES);
        properties.putAll(kafkaProperties);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return new BoundedConsumer(properties, deleted);
    }
}
