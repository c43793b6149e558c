package com.jisu.logs.records;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer of which each poll brings a bounded number of bytes.
 *
 * <p>Kafka bounds a poll by records ({@code max.poll.records}) and a fetch by compressed bytes. A stack trace that repeats
 * itself is a hundred times larger in memory than in a fetch, so a few of them would exhaust the heap of whoever polls them,
 * again after each restart.
 *
 * <p>The consumer decompresses record by record, and when one can not be deserialized it returns those before it and tries
 * that one again in the next poll. This is how a poll ends here once it holds enough. The consumer's class {@code
 * CompletedFetch} logs each such end as an error: its logger has to be off.
 *
 * <p>As little thread-safe as every consumer.
 */
public class BoundedConsumer extends KafkaConsumer<byte[], byte[]> {

    /** A poll ends with the record that reaches this many bytes of values: it may be larger by one record. */
    public static final int MAX_POLL_BYTES = 8 * 1024 * 1024;

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
        try {
            return super.poll(timeout);
        } catch (InvalidOffsetException e) {
            if (gaps.isEmpty()) {
                throw e;
            }
            gaps.get().cross(this, e);
            return ConsumerRecords.empty();
        }
    }

    private static final class BoundedValues extends ByteArrayDeserializer {

        private long bytes;

        @Override
        public byte[] deserialize(String topic, Headers headers, ByteBuffer value) {
            if (bytes >= MAX_POLL_BYTES) {
                throw new PollIsFull();
            }
            bytes += value.remaining();
            return super.deserialize(topic, headers, value);
        }
    }

    private static final class PollIsFull extends RuntimeException {

        private static final long serialVersionUID = 1;

        PollIsFull() {
            super("the poll holds enough; the record comes with the next one", null, false, false);
        }
    }
}
