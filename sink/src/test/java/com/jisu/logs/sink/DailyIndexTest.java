package com.jisu.logs.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DailyIndexTest {

    @ParameterizedTest
    @CsvSource({
        "jisu-logs-%{yyyy.MM.dd}, 2026-11-23T23:59:59.999Z, jisu-logs-2026.11.23",
        "jisu-logs-%{yyyy.MM.dd}, 2026-11-24T00:00:00Z, jisu-logs-2026.11.24",
        "jisu-logs-%{yyyy.MM.dd}, 1969-12-31T23:00:00Z, jisu-logs-1969.12.31",
        "jisu-logs-%{yyyy.MM.dd}, 0001-01-01T00:00:00Z, jisu-logs-0001.01.01",
        "jisu-logs-%{yyyy.MM.dd}, 9999-12-31T23:59:59.999Z, jisu-logs-9999.12.31",
        "logs-%{yyyy-MM}-x, 2026-11-24T00:00:00Z, logs-2026-11-x",
        "%{yyyy.MM.dd.HH}, 2026-11-24T07:59:00Z, 2026.11.24.07"
    })
    void the_name_holds_the_date_in_utc(String pattern, Instant time, String name) {
        assertThat(DailyIndex.parse(pattern).at(time.toEpochMilli()).text()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jisu-logs",
                "",
                "jisu-%{yyyy",
                "%{yyyy}-%{MM}",
                "Jisu-%{yyyy}",
                "jisu-%{MMM}",
                "a b%{yyyy}",
                "-%{yyyy}",
                "jisu-%{foo}",
                "jisu-%{z}",
                "jisu,%{yyyy}",
                "jisu\"%{yyyy}"
            })
    void a_pattern_that_makes_no_legal_name_is_refused_by_its_key(String pattern) {
        assertThatThrownBy(() -> DailyIndex.parse(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sink.index ");
    }
}
