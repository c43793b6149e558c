package com.jisu.logs.records;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer of which each poll brings a bounded number of bytes.
 *
 * <p>Kafka bounds a poll by records ({@code max.poll.records}) and a fetch by compressed bytes. A stack trace that repeats
 * itself is a hundred times larger in memory than in a fetch, so a few of them would exhaust the heap of whoever polls them,
 * again after each restart.
 *
 * <p>The consumer decompresses record by record, and gives the buffer of each to the deserializer. Once a poll holds enough, that
 * keeps no more of them; the poll ends in front of the first that was not kept, and the consumer goes back to it, to fetch it again
 * with the next poll.
 *
 * <p>As little thread-safe as every consumer.
 */
public class BoundedConsumer extends KafkaConsumer<byte[], byte[]> {

    /** A poll ends with the record that reaches this many bytes of values: it may be larger by one record. */
    static final int MAX_POLL_BYTES = 8 * 1024 * 1024;

    private final BoundedValues values;
    private final Optional<Gaps> gaps;

    /**
     * @param properties as {@link KafkaConsumer} takes them, but for the deserializers
     */
    public BoundedConsumer(Map<String, Object> properties) {
        this(properties, new BoundedValues(), Optional.empty());
    }

    /**
     * One of a group, that tells of records which were deleted before the group has read them, and goes on with the first
     * there is. A partition that the group has never read is read from its start, too. What {@code auto.offset.reset} says
     * does not count.
     *
     * @param properties as above, with a {@code group.id}
     */
    public BoundedConsumer(Map<String, Object> properties, DeletedUnread deleted) {
        this(withoutReset(properties), new BoundedValues(), Optional.of(new Gaps(deleted)));
    }

    private BoundedConsumer(Map<String, Object> properties, BoundedValues values, Optional<Gaps> gaps) {
        super(properties, new ByteArrayDeserializer(), values);
        this.values = values;
        this.gaps = gaps;
    }

    /** With a policy the consumer would skip what is gone without a word. */
    private static Map<String, Object> withoutReset(Map<String, Object> properties) {
        Map<String, Object> own = new HashMap<>(properties);
        own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return own;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        values.bytes = 0;
        ConsumerRecords<byte[], byte[]> polled;
        try {
            polled = super.poll(timeout);
        } catch (InvalidOffsetException e) {
            if (gaps.isEmpty()) {
                throw e;
            }
            gaps.get().cross(this, e);
            return ConsumerRecords.empty();
        }
        return values.bytes < MAX_POLL_BYTES ? polled : kept(polled);
    }

    /** Whether it is known that one of the partitions which a poll was about has more records. Asks no broker. */
    public static boolean isMoreThan(ConsumerRecords<byte[], byte[]> polled, Consumer<byte[], byte[]> consumer) {
        return polled.nextOffsets().keySet().stream()
                .anyMatch(partition -> consumer.currentLag(partition).orElse(0) > 0);
    }

    /** Those of the records that were kept; reading goes on behind them. */
    private ConsumerRecords<byte[], byte[]> kept(ConsumerRecords<byte[], byte[]> polled) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> kept = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(polled.nextOffsets());
        for (TopicPartition partition : polled.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : polled.records(partition)) {
                if (record.value() == BoundedValues.NOT_KEPT) {
                    seek(partition, record.offset());
                    next.put(partition, new OffsetAndMetadata(record.offset(), record.leaderEpoch(), ""));
                    break;
                }
                records.add(record);
            }
            if (!records.isEmpty()) {
                kept.put(partition, records);
            }
        }
        return new ConsumerRecords<>(kept, next);
    }

    private static final class BoundedValues extends ByteArrayDeserializer {

        /** Stands for the value of a record that the poll has no room for; told from others by its identity. */
        private static final byte[] NOT_KEPT = {};

        private long bytes;

        @Override
        public byte[] deserialize(String topic, Headers headers, ByteBuffer value) {
            if (bytes >= MAX_POLL_BYTES) {
                return NOT_KEPT;
            }
            bytes += value.remaining();
            return super.deserialize(topic, headers, value);
        }
    }
}
