package com.jisu.logs.app.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.jisu.logs.app.api.UsageError;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TailCommandTest {

    @Test
    void since_is_a_duration_a_time_or_a_day() {
        assertThat(TailCommand.instant("2h"))
                .isCloseTo(Instant.now().minus(2, ChronoUnit.HOURS), within(1, ChronoUnit.MINUTES));
        assertThat(TailCommand.instant("2026-11-24T08:00:00Z")).isEqualTo("2026-11-24T08:00:00Z");
        assertThat(TailCommand.instant("2026-11-24T08:00:00+09:00")).isEqualTo("2026-11-23T23:00:00Z");
        assertThat(TailCommand.instant("2026-11-24")).isEqualTo("2026-11-24T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "2026-11-31x", "2026-13-01", "2026-11-24T", "24.11.2026"})
    void anything_else_is_told_what_would_be_good(String since) {
        assertThatThrownBy(() -> TailCommand.instant(since))
                .isInstanceOf(UsageError.class)
                .hasMessage(
                        "--since must be a duration such as 10m or a time such as 2026-11-24T08:00:00Z or 2026-11-24,"
                                + " not '" + since + "'");
    }
}
