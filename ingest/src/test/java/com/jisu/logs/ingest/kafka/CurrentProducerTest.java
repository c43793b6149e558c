package com.jisu.logs.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class CurrentProducerTest {

    private final List<MockProducer<byte[], byte[]>> made = new ArrayList<>();

    private Producer<byte[], byte[]> make() {
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        made.add(producer);
        return producer;
    }

    @Test
    void after_a_step_of_the_clock_events_go_to_another_producer_and_the_old_one_is_closed() {
        CurrentProducer current = new CurrentProducer(this::make, new SimpleMeterRegistry());
        current.replaceAfterStep(-3_600_000);

        assertThat(current.get()).isSameAs(made.get(1));
        assertThat(made.get(0).closed()).isTrue();
        assertThat(made.get(1).closed()).isFalse();
    }

    @Test
    void one_that_is_closed_is_not_replaced() {
        CurrentProducer current = new CurrentProducer(this::make, new SimpleMeterRegistry());
        current.close();
        current.replaceAfterStep(3_600_000);
        assertThat(made).hasSize(1);
    }
}
