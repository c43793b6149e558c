package com.jisu.logs.records;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyClockTest {

    private static final long HOUR = 3_600_000;

    private long wall = 1_795_000_000_000L;
    private long nanos = 42;
    private final SteadyClock clock = new SteadyClock(() -> wall, () -> nanos);

    private void pass(long millis) {
        wall += millis;
        nanos += millis * 1_000_000;
    }

    @ParameterizedTest
    @ValueSource(longs = {-48 * HOUR, -HOUR, -10_000, -2_000, 2_000, 10_000, HOUR, 48 * HOUR})
    void a_step_is_counted_once_and_taken_back(long step) {
        long start = wall;
        pass(1_000);
        assertThat(clock.steps()).isZero();
        wall += step;
        pass(1_000);

        assertThat(clock.millis()).isEqualTo(start + 2_000);
        assertThat(clock.steps()).isEqualTo(1);
        assertThat(clock.lastStep()).isEqualTo(step);
        pass(HOUR);
        assertThat(clock.millis()).isEqualTo(start + 2_000 + HOUR);
        assertThat(clock.steps()).isEqualTo(1);
    }

    @Test
    void a_step_that_is_taken_back_leaves_nothing() {
        long start = wall;
        wall -= HOUR;
        assertThat(clock.millis()).isEqualTo(start);
        wall += HOUR;
        assertThat(clock.millis()).isEqualTo(start);
        assertThat(clock.steps()).isEqualTo(2);
    }

    @Test
    void slow_corrections_are_followed() {
        for (int i = 0; i < 10_000; i++) {
            pass(1_000);
            wall -= 1;
            clock.steps();
        }
        assertThat(clock.steps()).isZero();
        assertThat(clock.millis()).isEqualTo(wall);
    }

    @Test
    void a_clock_that_was_put_right_counts_once_a_broker_agrees_with_it() {
        long right = wall + HOUR; // the machine started an hour behind
        wall += HOUR;
        assertThat(clock.millis()).isEqualTo(right - HOUR);
        clock.arrived(right - 5_000);
        assertThat(clock.millis()).isEqualTo(right);
    }

    @Test
    void a_clock_that_was_put_wrong_does_not_count_while_brokers_disagree() {
        long right = wall;
        wall -= HOUR;
        clock.steps();
        clock.arrived(right - 600_000); // a backlog of ten minutes
        assertThat(clock.millis()).isEqualTo(right);
    }
}
