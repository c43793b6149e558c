package com.jisu.logs.app.tail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.app.tail.EventFilter.Criteria;
import com.jisu.logs.records.ParsedHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class EventFilterTest {

    private static final String APPLICATION = """
            {"message":"order 17 failed: \u00fcber","log":{"level":"WARNING"},"host":{"name":"web-1"},\
            "fields":{"environment":"production"},"environment":"production"}""";
    private static final String REQUEST = """
            {"message":"GET /","http":{"response":{"status_code":502}},"agent":{"name":"web-2"}}""";

    @Test
    void without_criteria_everything_is_taken_unparsed() {
        assertThat(EventFilter.ALL.needsDocument()).isFalse();
        assertThat(takes(Criteria.NONE, APPLICATION)).isTrue();
    }

    @Test
    void the_type_is_that_of_the_header() {
        assertThat(takes(criteria("application", null, null, null, null, false), APPLICATION))
                .isTrue();
        assertThat(takes(criteria("nginx", null, null, null, null, false), APPLICATION))
                .isFalse();
    }

    @Test
    void environment_and_host_are_compared_whole() {
        assertThat(takes(Criteria.ofEnvironment("production"), APPLICATION)).isTrue();
        assertThat(takes(Criteria.ofEnvironment("prod"), APPLICATION)).isFalse();
        assertThat(takes(Criteria.ofEnvironment("web-1"), APPLICATION)).isFalse();
        assertThat(takes(criteria(null, null, "web-1", null, null, false), APPLICATION))
                .isTrue();
        assertThat(takes(criteria(null, null, "web-2", null, null, false), REQUEST))
                .isTrue();
    }

    @Test
    void the_environment_is_the_shippers_and_not_one_that_a_line_names() {
        String line = "{\"environment\":\"development\",\"fields\":{\"environment\":\"production\"}}";
        assertThat(takes(Criteria.ofEnvironment("development"), line)).isFalse();
        assertThat(takes(Criteria.ofEnvironment("development"), "{\"environment\":\"development\"}"))
                .isFalse();
    }

    @Test
    void a_level_takes_what_is_worse_too() {
        assertThat(takes(criteria(null, null, null, Severity.WARN, null, false), APPLICATION))
                .isTrue();
        assertThat(takes(criteria(null, null, null, Severity.ERROR, null, false), APPLICATION))
                .isFalse();
        assertThat(takes(criteria(null, null, null, Severity.ERROR, null, false), REQUEST))
                .isTrue();
        assertThat(takes(criteria(null, null, null, Severity.FATAL, null, false), REQUEST))
                .isFalse();
        assertThat(takes(criteria(null, null, null, Severity.TRACE, null, false), "{\"message\":\"x\"}"))
                .isFalse();
    }

    @Test
    void grep_finds_text_and_expressions_in_the_json() {
        assertThat(takes(criteria(null, null, null, null, "order 17", false), APPLICATION))
                .isTrue();
        assertThat(takes(criteria(null, null, null, null, "order [0-9]+ failed", false), APPLICATION))
                .isTrue();
        assertThat(takes(criteria(null, null, null, null, "Order 17", false), APPLICATION))
                .isFalse();
        assertThat(takes(criteria(null, null, null, null, "Order 17", true), APPLICATION))
                .isTrue();
        assertThat(takes(criteria(null, null, null, null, "\u00fcber", false), APPLICATION))
                .isTrue();
        assertThat(takes(criteria(null, null, null, null, "order 18", false), APPLICATION))
                .isFalse();
    }

    @Test
    void a_record_without_a_value_is_passed_over() {
        assertThat(EventFilter.ALL.mayTake(new ConsumerRecord<>("parsed", 0, 0, null, null)))
                .isFalse();
    }

    private static Criteria criteria(
            String type, String environment, String host, Severity level, String text, boolean ignoreCase) {
        return new Criteria(
                Optional.ofNullable(type),
                Optional.ofNullable(environment),
                Optional.ofNullable(host),
                Optional.ofNullable(level),
                Optional.ofNullable(text),
                ignoreCase);
    }

    private static boolean takes(Criteria criteria, String json) {
        EventFilter filter = new EventFilter(criteria);
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>("parsed", 0, 0, null, json.getBytes(StandardCharsets.UTF_8));
        record.headers().add(ParsedHeaders.LOG_TYPE, "application".getBytes(StandardCharsets.UTF_8));
        try {
            return filter.mayTake(record) && filter.takes(new ObjectMapper().readTree(json));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
