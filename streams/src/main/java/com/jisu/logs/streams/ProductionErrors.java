package com.jisu.logs.streams;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;

/**
 * What becomes of a record that Kafka did not take. None is passed over: the engine ends, and what was read is read again; by
 * then it is known what the topic takes.
 *
 * <p>The answer is the same where Kafka was only too slow. Kafka Streams 4.3.1 would begin the record's task anew then, in
 * place, and forget what others of its thread have lost: see {@link StrictProducer}.
 *
 * <p>Made by Kafka Streams; runs on the producers' threads.
 */
public final class ProductionErrors implements ProductionExceptionHandler {

    /** The key in Kafka Streams' properties under which the {@link TopicLimits} are handed in. */
    static final String LIMITS = "jisu.logs.topic.limits";

    private TopicLimits limits;

    @Override
    public void configure(Map<String, ?> configs) {
        limits = (TopicLimits) configs.get(LIMITS);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        if (exception instanceof RecordTooLargeException) {
            limits.refused(record.topic(), TopicLimits.bytes(record.key(), record.value(), record.headers()));
        }
        return Response.fail();
    }
}
