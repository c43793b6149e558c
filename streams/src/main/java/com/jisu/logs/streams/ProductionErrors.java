package com.jisu.logs.streams;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;

/**
 * What becomes of a record that Kafka did not take. None is passed over: what was read is read again, and by then it is
 * known what the topic takes. Made by Kafka Streams; runs on the producers' threads.
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
        return exception instanceof RetriableException ? Response.retry() : Response.fail();
    }
}
