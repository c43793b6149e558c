package com.jisu.logs.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jisu.logs.records.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;

class StrictProducerTest extends RealBrokerTest {

    @Test
    void once_a_record_was_not_written_no_flush_passes() throws Exception {
        broker.limit(Topics.DEFAULT.parsed(), 1_000);
        try (StrictProducer producer = new StrictProducer(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            List<Exception> told = new ArrayList<>();
            producer.send(record(10), (metadata, exception) -> told.add(exception));
            producer.flush();
            producer.send(record(2_000), (metadata, exception) -> told.add(exception));
            assertNoFlush(producer);
            producer.send(record(10), (metadata, exception) -> told.add(exception));
            assertNoFlush(producer);

            assertThat(told).hasSize(3);
            assertThat(told.get(0)).isNull();
            assertThat(told.get(1)).isInstanceOf(RecordTooLargeException.class);
            assertThat(told.get(2)).isNull();
        }
    }

    private static void assertNoFlush(StrictProducer producer) {
        assertThatThrownBy(producer::flush)
                .isExactlyInstanceOf(KafkaException.class)
                .hasCauseInstanceOf(RecordTooLargeException.class);
    }

    private static ProducerRecord<byte[], byte[]> record(int bytes) {
        return new ProducerRecord<>(Topics.DEFAULT.parsed(), new byte[bytes]);
    }
}
