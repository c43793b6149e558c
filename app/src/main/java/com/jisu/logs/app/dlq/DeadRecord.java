package com.jisu.logs.app.dlq;

import com.jisu.logs.records.DeadLetter;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A record of the dead-letter topic with its deaths.
 *
 * @param history at least one death, oldest first
 */
record DeadRecord(ConsumerRecord<byte[], byte[]> record, List<DeadLetter> history) {

    /** Where a record is or was. */
    record Place(String topic, int partition, long offset) {}

    DeadLetter death() {
        return history.get(history.size() - 1);
    }

    /** When the dead-letter topic got it. */
    Instant diedAt() {
        return Instant.ofEpochMilli(record.timestamp());
    }

    /** As {@code dlq show} takes it: {@code partition:offset}. */
    String position() {
        return record.partition() + ":" + record.offset();
    }

    TopicPartition partition() {
        return new TopicPartition(record.topic(), record.partition());
    }

    /** Where the record was before it died for the first time; the same for all letters of one record. */
    Place origin() {
        DeadLetter first = history.get(0);
        return new Place(first.topic(), first.partition(), first.offset());
    }
}
