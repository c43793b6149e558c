package com.jisu.logs.streams;

import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Kafka's producer, but once a record was not written, no flush passes any more. Kafka Streams flushes before it commits; the
 * tasks of a thread share the producer, and Kafka Streams 4.3.1 tells only one of them of a failure: the others would commit
 * past records that were never written, as they go on or as they close.
 */
final class StrictProducer extends KafkaProducer<byte[], byte[]> {

    private volatile Exception failure;

    StrictProducer(Map<String, Object> config) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        return super.send(record, (metadata, exception) -> {
            if (exception != null && failure == null) {
                failure = exception;
            }
            if (callback != null) {
                callback.onCompletion(metadata, exception);
            }
        });
    }

    /** @throws KafkaException if any record ever was not written; its cause says why */
    @Override
    public void flush() {
        super.flush();
        Exception first = failure;
        if (first != null) {
            throw new KafkaException("a record was not written: " + first.getMessage(), first);
        }
    }
}
