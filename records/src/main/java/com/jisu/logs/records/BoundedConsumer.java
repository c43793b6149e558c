package com.jisu.logs.records;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
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

    /**
     * @param properties as {@link KafkaConsumer} takes them, but for the deserializers
     */
    public BoundedConsumer(Map<String, Object> properties) {
        this(properties, new BoundedValues());
    }

    private BoundedConsumer(Map<String, Object> properties, BoundedValues values) {
        super(properties, new ByteArrayDeserializer(), values);
        this.values = values;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        values.bytes = 0;
        return super.poll(timeout);
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
