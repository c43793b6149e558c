package com.jisu.logs.streams;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.jisu.logs.parsers.api.RawPosition;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class TemplateMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private long now = Long.MAX_VALUE - 5; // such clocks may begin anywhere
    private final TemplateMetrics metrics = new TemplateMetrics(registry, () -> now);

    @BeforeEach
    void listen() {
        log.start();
        ((Logger) LoggerFactory.getLogger(TemplateMetrics.class)).addAppender(log);
    }

    @AfterEach
    void stop() {
        ((Logger) LoggerFactory.getLogger(TemplateMetrics.class)).detachAppender(log);
    }

    private double count(String meter, String tag, String value) {
        return registry.get("jisu.logs.streams." + meter)
                .tag(tag, value)
                .counter()
                .count();
    }

    @Test
    void each_document_is_counted_by_what_made_it() {
        metrics.madeByTemplate();
        metrics.madeByTemplate();
        metrics.madeByRules();
        metrics.checked();
        assertThat(count("made", "by", "template")).isEqualTo(2);
        assertThat(count("made", "by", "rules")).isEqualTo(1);
        assertThat(count("templates.checked", "result", "same")).isEqualTo(1);
        assertThat(count("templates.checked", "result", "different")).isZero();
    }

    @Test
    void a_difference_is_said_once_a_minute_with_its_place_and_counted_each_time() {
        for (int i = 0; i < 3; i++) {
            metrics.differs(new RawPosition("raw", 3, 4711), "the field log.level, byte 17 of 99");
        }
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getFormattedMessage())
                .contains("raw-3@4711")
                .contains("the field log.level, byte 17 of 99");
        now += TimeUnit.MINUTES.toNanos(1);
        metrics.differs(new RawPosition("raw", 3, 4712), "its id");
        assertThat(log.list).hasSize(2);
        assertThat(count("templates.checked", "result", "different")).isEqualTo(4);
    }

    @Test
    void a_failure_is_said_once_a_minute_with_its_stack_trace_and_counted_each_time() {
        metrics.differs(new RawPosition("raw", 3, 4711), "its id");
        for (int i = 0; i < 3; i++) {
            metrics.templateFailed(new RawPosition("raw", 3, 4713), new IllegalStateException("here"));
        }
        assertThat(log.list).hasSize(2);
        assertThat(log.list.get(1).getFormattedMessage()).contains("raw-3@4713");
        assertThat(log.list.get(1).getThrowableProxy().getMessage()).isEqualTo("here");
        assertThat(registry.get("jisu.logs.streams.templates.failed").counter().count())
                .isEqualTo(3);
    }
}
