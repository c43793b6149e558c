package com.jisu.logs.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class KafkaStateTest {

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(KafkaState.class);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final AtomicLong now = new AtomicLong(-1000);
    private final KafkaState state = new KafkaState("raw", Duration.ofSeconds(10), now::get);

    @BeforeEach
    void listen() {
        LOGGER.setLevel(Level.INFO);
        log.start();
        LOGGER.addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        LOGGER.detachAppender(log);
        LOGGER.setLevel(null);
    }

    private void seconds(int count, boolean inFlight) {
        for (int i = 0; i < count; i++) {
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            state.check(inFlight);
        }
    }

    private void fail() {
        now.incrementAndGet();
        state.failed(new TimeoutException("too late"));
    }

    private List<String> said() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void silence_is_said_once_and_so_is_its_end() {
        state.confirmed();
        seconds(9, true);
        assertThat(state.isAvailable()).isTrue();

        seconds(100, true);
        assertThat(state.isAvailable()).isFalse();
        state.confirmed();
        seconds(100, false);

        assertThat(state.isAvailable()).isTrue();
        assertThat(said()).hasSize(2);
        assertThat(said().get(0))
                .contains("Kafka does not take events for the topic raw: nothing was confirmed for 10 s");
        assertThat(said().get(1)).contains("takes events for the topic raw again, after 110 s");
    }

    @Test
    void a_thousand_failures_are_said_once() {
        for (int i = 0; i < 1000; i++) {
            fail();
            seconds(1, true);
        }

        assertThat(state.isAvailable()).isFalse();
        assertThat(said()).singleElement().asString().contains("too late");
    }

    @Test
    void kafka_is_available_again_when_it_confirms_and_nothing_has_failed_for_a_while() {
        fail();
        seconds(1, true);
        state.confirmed();
        seconds(8, true);
        assertThat(state.isAvailable()).isFalse();

        state.confirmed();
        seconds(2, true);

        assertThat(state.isAvailable()).isTrue();
    }

    @Test
    void where_nothing_is_in_flight_silence_means_nothing() {
        seconds(1000, false);
        assertThat(state.isAvailable()).isTrue();

        seconds(9, true); // the wait begins with the first event
        assertThat(state.isAvailable()).isTrue();
    }

    @Test
    void the_size_that_a_topic_refuses_is_said_once() {
        state.refusedAsTooLarge(5_000_000);
        state.refusedAsTooLarge(6_000_000);

        assertThat(said()).singleElement().asString().contains("5000000 bytes", "max.message.bytes");
    }
}
