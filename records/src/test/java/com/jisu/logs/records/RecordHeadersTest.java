package com.jisu.logs.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class RecordHeadersTest {

    @Test
    void the_time_survives_its_header() {
        RecordHeaders headers = new RecordHeaders();
        headers.add(ParsedHeaders.TIME, ParsedHeaders.encodeTime(-1_234_567_890_123L));
        assertThat(ParsedHeaders.time(headers)).hasValue(-1_234_567_890_123L);
    }

    @Test
    void a_missing_or_garbled_time_is_nothing() {
        RecordHeaders headers = new RecordHeaders();
        assertThat(ParsedHeaders.time(headers)).isEmpty();
        headers.add(ParsedHeaders.TIME, new byte[] {1, 2, 3});
        assertThat(ParsedHeaders.time(headers)).isEmpty();
    }

    @Test
    void a_missing_log_type_is_the_empty_text() {
        assertThat(ParsedHeaders.logType(new RecordHeaders())).isEmpty();
    }

    @Test
    void a_second_death_is_read_and_the_first_is_kept() {
        RecordHeaders headers = new RecordHeaders();
        DeadLetter first = new DeadLetter(DeadLetter.Stage.STREAMS, "not_json", "line 1", "raw", 3, 42);
        DeadLetter second = new DeadLetter(DeadLetter.Stage.SINK, "too_large", "413", "parsed", 0, 7);
        first.addTo(headers);
        second.addTo(headers);
        assertThat(DeadLetter.last(headers)).isEqualTo(second);
        assertThat(headers.headers(DeadLetter.REASON)).hasSize(2);
    }

    @Test
    void a_long_error_is_cut() {
        DeadLetter letter = new DeadLetter(DeadLetter.Stage.SINK, "refused", "x".repeat(100_000), "parsed", 0, 7);
        assertThat(letter.error()).hasSize(4096);
    }

    @Test
    void a_record_without_the_headers_is_no_dead_letter() {
        assertThatThrownBy(() -> DeadLetter.last(new RecordHeaders()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dead.stage");
    }

    @Test
    void topics_must_differ() {
        assertThatThrownBy(() -> new Topics("a", "a", "b")).isInstanceOf(IllegalArgumentException.class);
    }
}
