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
        DeadLetter first = new DeadLetter(DeadLetter.Stage.STREAMS, "not_json", "line 1", "raw", 3, 42, 1_000);
        DeadLetter second = new DeadLetter(DeadLetter.Stage.SINK, "too_large", "413", "parsed", 0, 7, 2_000);
        first.addTo(headers);
        second.addTo(headers);
        assertThat(DeadLetter.last(headers)).contains(second);
        assertThat(DeadLetter.history(headers)).containsExactly(first, second);
        assertThat(DeadLetter.first(headers, DeadLetter.Stage.STREAMS)).contains(first);
        assertThat(DeadLetter.first(headers, DeadLetter.Stage.SINK)).contains(second);
    }

    @Test
    void a_long_error_is_cut() {
        DeadLetter letter = new DeadLetter(DeadLetter.Stage.SINK, "refused", "x".repeat(100_000), "parsed", 0, 7, 0);
        assertThat(letter.error()).hasSize(4096);
    }

    @Test
    void a_record_without_a_whole_set_of_the_headers_is_no_dead_letter() {
        RecordHeaders headers = new RecordHeaders();
        assertThat(DeadLetter.last(headers)).isEmpty();
        headers.add(DeadLetter.STAGE, new byte[] {'x'});
        headers.add(DeadLetter.PARTITION, null);
        assertThat(DeadLetter.history(headers)).isEmpty();
        DeadLetter whole = new DeadLetter(DeadLetter.Stage.SINK, "refused", "", "parsed", 0, 7, 0);
        whole.addTo(headers);
        assertThat(DeadLetter.history(headers)).containsExactly(whole);
    }

    @Test
    void a_history_goes_over_to_what_is_made_of_the_record() {
        RecordHeaders from = new RecordHeaders();
        from.add("other", new byte[0]);
        DeadLetter death = new DeadLetter(DeadLetter.Stage.STREAMS, "not_json", "", "raw", 1, 2, 3);
        death.addTo(from);
        RecordHeaders to = new RecordHeaders();
        DeadLetter.copyHistory(from, to);
        assertThat(DeadLetter.history(to)).containsExactly(death);
        assertThat(to.lastHeader("other")).isNull();
    }

    @Test
    void topics_must_differ() {
        assertThatThrownBy(() -> new Topics("a", "a", "b")).isInstanceOf(IllegalArgumentException.class);
    }
}
