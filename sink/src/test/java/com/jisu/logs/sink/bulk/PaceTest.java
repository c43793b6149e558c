package com.jisu.logs.sink.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

    private static final int BYTES = 8 * 1024 * 1024;
    private static final long MILLIS = 1_000_000;

    private final Pace pace = new Pace(8, BYTES);

    @Test
    void more_requests_are_sent_while_elasticsearch_takes_them_and_no_more_than_allowed() {
        answer(100, 20);
        assertThat(pace.requests()).isBetween(4, 7);
        answer(100, 1_000);
        assertThat(pace.requests()).isEqualTo(8);
    }

    @Test
    void the_number_does_not_grow_where_it_was_not_the_bound() {
        for (int i = 0; i < 100; i++) {
            pace.answered(100 * MILLIS, BYTES, BYTES, false);
        }
        assertThat(pace.requests()).isEqualTo(2);
    }

    @Test
    void a_refusal_halves_the_number_once_for_all_that_is_in_flight() {
        answer(100, 1_000);
        for (int i = 0; i < 8; i++) {
            pace.refused();
        }
        assertThat(pace.requests()).isEqualTo(4);
    }

    @Test
    void with_one_request_left_refusals_shrink_the_size_down_to_a_floor_and_it_recovers() {
        for (int i = 0; i < 100; i++) {
            pace.refused();
            pace.answered(100 * MILLIS, 1_000, 1_000, false);
            pace.refused();
        }
        assertThat(pace.requests()).isEqualTo(1);
        assertThat(pace.bytes()).isBetween(Pace.MIN_BYTES, BYTES - 1);
        answer(100, 100);
        assertThat(pace.bytes()).isEqualTo(BYTES);
    }

    @Test
    void answers_that_become_slow_lower_the_number() {
        answer(100, 1_000);
        answer(2_000, 100);
        assertThat(pace.requests()).isLessThan(5);
    }

    @Test
    void a_lasting_change_of_speed_is_no_reason_to_stay_slow() {
        answer(100, 1_000);
        answer(1_000, 3_000);
        assertThat(pace.requests()).isEqualTo(8);
    }

    @Test
    void answers_that_turned_nearly_all_away_do_not_make_the_others_look_slow() {
        answer(100, 1_000);
        for (int i = 0; i < 50; i++) {
            pace.answered(5 * MILLIS, BYTES, BYTES / 10, true); // a restart: nearly all is there already
        }
        answer(100, 100);
        assertThat(pace.requests()).isEqualTo(8);
    }

    @Test
    void a_size_that_was_too_large_is_not_tried_again() {
        pace.tooLarge(BYTES);
        assertThat(pace.bytes()).isEqualTo(BYTES / 2);
        answer(100, 1_000);
        assertThat(pace.bytes()).isLessThan(BYTES);
    }

    private void answer(long millis, int times) {
        for (int i = 0; i < times; i++) {
            pace.answered(millis * MILLIS, BYTES, BYTES, true);
        }
    }
}
