package com.jisu.logs.streams;

import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the raw event to the dead letters when its document is larger than Kafka takes; what may pass is tried again.
 * Anything else stops the stream thread, which is then replaced and reads the event again: nothing is skipped.
 *
 * <p>Kafka Streams makes the instance and calls it on its producer's thread.
 */
public final class OversizedDocuments implements ProductionExceptionHandler {

    /** The configuration key with the dead topic's name. */
    static final String DEAD_TOPIC_CONFIG = "jisu.logs.dead.topic";

    private static final Logger LOG = LoggerFactory.getLogger(OversizedDocuments.class);

    private String deadTopic = Topics.DEFAULT.dead();

    @Override
    public void configure(Map<String, ?> configs) {
        Object configured = configs.get(DEAD_TOPIC_CONFIG);
        if (configured != null) {
            deadTopic = configured.toString();
        }
    }

    @Override
    public Response handleError(
            ErrorHandlerContext source, ProducerRecord<byte[], byte[]> failed, Exception exception) {
        if (exception instanceof RecordTooLargeException && !failed.topic().equals(deadTopic)) {
            LOG.warn(
                    "Document of {}-{} offset {} is too large for Kafka; the event goes to the dead letters: {}",
                    source.topic(),
                    source.partition(),
                    source.offset(),
                    exception.getMessage());
            return Response.resume(List.of(deadLetter(source, exception)));
        }
        return exception instanceof RetriableException ? Response.retry() : Response.fail();
    }

    private ProducerRecord<byte[], byte[]> deadLetter(ErrorHandlerContext source, Exception exception) {
        Headers headers = new RecordHeaders(source.headers());
        new DeadLetter(
                        DeadLetter.Stage.STREAMS,
                        "too_large",
                        exception.getMessage(),
                        source.topic(),
                        source.partition(),
                        source.offset())
                .addTo(headers);
        return new ProducerRecord<>(
                deadTopic, null, source.timestamp(), source.sourceRawKey(), source.sourceRawValue(), headers);
    }
}
