package com.jisu.logs.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.ProductionExceptionHandler.Result;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ProductionErrorsTest {

    private final TopicLimits limits = new TopicLimits();
    private final ProductionErrors errors = new ProductionErrors();

    @Test
    void whatever_kafka_did_not_take_ends_the_engine_and_is_read_again() {
        errors.configure(Map.of(ProductionErrors.LIMITS, limits));
        for (Exception each : List.of(
                new TimeoutException("Expiring 18 record(s)"),
                new NotEnoughReplicasException("one of two"),
                new TopicAuthorizationException("jisu-logs-parsed"),
                new RecordTooLargeException("1 MB"))) {
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>("jisu-logs-parsed", new byte[22], new byte[1_000]);
            assertThat(errors.handleError(null, record, each).result())
                    .as(each.toString())
                    .isEqualTo(Result.FAIL);
        }
    }

    @Test
    void an_answer_that_comes_too_late_is_kafkas_and_no_fault_of_the_program() {
        Failure failure = Failure.of(new StreamsException("task 0_2", new TimeoutException("Expiring 18 record(s)")));
        assertThat(failure.kind()).isEqualTo(Failure.Kind.KAFKA);
        assertThat(failure.line()).isEqualTo("Expiring 18 record(s)");
    }
}
