package com.jisu.logs.records.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OncePerChangeTest {

    @Test
    void a_trouble_is_said_when_it_begins_when_it_changes_and_when_it_is_over() {
        OncePerChange trouble = new OncePerChange();

        assertThat(trouble.isOver()).isFalse();
        assertThat(trouble.isNews("no broker")).isTrue();
        assertThat(trouble.isNews("no broker")).isFalse();
        assertThat(trouble.isNews("no right")).isTrue();
        assertThat(trouble.isSaid()).isTrue();
        assertThat(trouble.isOver()).isTrue();
        assertThat(trouble.isOver()).isFalse();
        assertThat(trouble.isSaid()).isFalse();
        assertThat(trouble.isNews("no right")).isTrue();
    }

    @Test
    void what_changes_too_soon_is_not_said_and_neither_is_its_end() {
        OncePerChange trouble = new OncePerChange(Duration.ofDays(1));

        assertThat(trouble.isNews("reset")).isTrue();
        assertThat(trouble.isNews("refused")).isFalse();
        assertThat(trouble.isOver()).isTrue();
        assertThat(trouble.isNews("refused")).isFalse();
        assertThat(trouble.isOver()).isFalse();
    }

    @Test
    void an_interval_that_is_over_lets_it_be_said_again() {
        assertThat(new OncePerInterval(Duration.ofDays(1)).isDue()).isTrue();
        OncePerInterval none = new OncePerInterval(Duration.ZERO);
        assertThat(none.isDue()).isTrue();
        assertThat(none.isDue()).isTrue();
    }
}
