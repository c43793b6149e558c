package com.jisu.logs.streams;

import com.jisu.logs.records.Topics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the topics take: {@code max.message.bytes} of each, which counts compressed bytes, and the producer's {@code
 * max.request.size}, which counts uncompressed ones. Topics that exist are used as they are, so it may be anything.
 *
 * <p>Where a topic refuses a record nevertheless (it compresses by itself, its bound was lowered a moment ago, or may not
 * be asked), it is given half as much from then on, uncompressed. Who sent the record reads it again and finds it too large.
 *
 * <p>Thread-safe.
 */
final class TopicLimits {

    private static final Logger LOG = LoggerFactory.getLogger(TopicLimits.class);

    /** A batch of one record, less key, value and headers: version 2 of the format, rounded up. */
    private static final int RECORD_BYTES = 128;

    private static final int HEADER_BYTES = 10;

    /**
     * @param asked {@code max.message.bytes}, as far as is known
     * @param bytes what the topic is given
     * @param refused whether the topic refused what should have fitted: then compression is not counted on
     */
    private record Limit(int asked, int bytes, boolean refused) {

        private static final Limit UNKNOWN = new Limit(Topics.MAX_DOCUMENT_BYTES, Topics.MAX_DOCUMENT_BYTES, false);
    }

    private final Map<String, Limit> limits = new ConcurrentHashMap<>();
    private volatile int maxRequestBytes = Topics.MAX_DOCUMENT_BYTES;
    private volatile Compression compression = Compression.NONE;

    /** @param config of the producer that sends to the topics */
    void sentWith(Map<String, Object> config) {
        maxRequestBytes = Integer.parseInt(config.getOrDefault(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 1024 * 1024)
                .toString());
        String type = config.getOrDefault(ProducerConfig.COMPRESSION_TYPE_CONFIG, CompressionType.NONE.name)
                .toString();
        compression = Compression.of(CompressionType.forName(type)).build();
    }

    /** A topic's {@code max.message.bytes}, as the broker says. */
    void asked(String topic, int maxMessageBytes) {
        if (limit(topic).asked != maxMessageBytes) {
            limits.put(topic, new Limit(maxMessageBytes, maxMessageBytes, false));
        }
    }

    /** The topic refused a record of so many bytes, before compression. */
    void refused(String topic, int bytes) {
        Limit before = limit(topic);
        boolean compressionWasCountedOn = !before.refused && bytes > before.bytes;
        int less = compressionWasCountedOn ? before.bytes : Math.min(before.bytes, bytes) / 2;
        Limit now = new Limit(before.asked, less, true);
        limits.put(topic, now);
        if (!before.refused) {
            LOG.warn(
                    "The topic {} refuses a record of {} bytes as too large; from now on its records have {} bytes at most."
                            + " Raise its max.message.bytes",
                    topic,
                    bytes,
                    now.bytes);
        }
    }

    /** Whether a topic takes a record. */
    boolean takes(String topic, byte[] key, byte[] value, Headers headers) {
        int bytes = bytes(key, value, headers);
        return bytes <= maxRequestBytes
                && (bytes <= limit(topic).bytes || compressed(topic, key, value, headers) <= limit(topic).bytes);
    }

    /**
     * The most bytes that a value may have so that a topic surely takes it with this key and these headers.
     *
     * @return negative where they alone are too large
     */
    int room(String topic, byte[] key, Headers headers) {
        return Math.min(maxRequestBytes, limit(topic).bytes) - bytes(key, null, headers);
    }

    /** By how much less a value must be to fit, if its parts compress alike; at least 1. */
    double excess(String topic, byte[] key, byte[] value, Headers headers) {
        double compressed = (double) compressed(topic, key, value, headers) / limit(topic).bytes;
        return Math.max(1, Math.max(compressed, (double) bytes(key, value, headers) / maxRequestBytes));
    }

    private Limit limit(String topic) {
        return limits.getOrDefault(topic, Limit.UNKNOWN);
    }

    private int compressed(String topic, byte[] key, byte[] value, Headers headers) {
        if (limit(topic).refused || compression.type() == CompressionType.NONE) {
            return bytes(key, value, headers);
        }
        SimpleRecord record = new SimpleRecord(0, key, value, headers.toArray());
        return MemoryRecords.withRecords(compression, record).sizeInBytes();
    }

    static int bytes(byte[] key, byte[] value, Headers headers) {
        int bytes = RECORD_BYTES + length(key) + length(value);
        for (Header header : headers) {
            bytes += HEADER_BYTES + 3 * header.key().length() + length(header.value());
        }
        return bytes;
    }

    private static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
