package com.jisu.logs.sink.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
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
        "jisu-logs-%{YYYY.MM.dd}, 2025-12-30T12:00:00Z, jisu-logs-2025.12.30",
        "jisu-logs-%{+YYYY.MM.dd}, 2025-12-30T12:00:00Z, jisu-logs-2025.12.30",
        "jisu-logs-%{+YYYY.MM.dd}, 2027-01-02T12:00:00Z, jisu-logs-2027.01.02",
        "jisu-logs-%{uuuu.MM.dd}, 2025-12-30T12:00:00Z, jisu-logs-2025.12.30",
        "logs-%{yyyy-MM}-x, 2026-11-24T00:00:00Z, logs-2026-11-x",
        "logs-%{+YYYY.MM}, 2025-12-31T23:59:59Z, logs-2025.12",
        "logs-%{YYYY}, 2025-12-31T23:59:59Z, logs-2025",
        "logs-%{yyyyMMdd}, 2026-01-02T00:00:00Z, logs-20260102",
        "logs-%{yyyy.M.d}, 2026-01-02T00:00:00Z, logs-2026.1.2",
        "logs-%{dd-MM-yyyy}, 2026-01-02T00:00:00Z, logs-02-01-2026",
        "logs-%{yyyy.DDD}, 2026-12-31T00:00:00Z, logs-2026.365",
        "%{yyyy.MM.dd.HH}, 2026-11-24T07:59:00Z, 2026.11.24.07",
        "logs-%{+YYYY.MM.dd.HH}, 2025-12-31T23:59:59Z, logs-2025.12.31.23",
        "logs-%{xxxx.ww}, 2025-12-28T23:59:59Z, logs-2025.52",
        "logs-%{xxxx.ww}, 2025-12-29T00:00:00Z, logs-2026.01",
        "logs-%{+xxxx.ww}, 2027-01-03T23:59:59Z, logs-2026.53",
        "logs-%{xxxx-'w'ww}, 2027-01-04T00:00:00Z, logs-2027-w01",
        "logs-%{xxxx.ww}, 0001-01-01T00:00:00Z, logs-0001.01",
        "logs-%{xxxx.ww}, 9999-12-31T23:59:59.999Z, logs-9999.52"
    })
    void the_name_holds_the_date_in_utc(String pattern, Instant time, String name) {
        assertThat(DailyIndex.parse(pattern).at(time.toEpochMilli()).text()).isEqualTo(name);
    }

    /** From the 20th of December to the 10th of January, over all lengths of years and all weekdays. */
    @Test
    void every_day_around_new_year_is_in_the_calendars_year_and_in_its_own_week() {
        for (int year = 1999; year <= 2028; year++) {
            for (LocalDate day = LocalDate.of(year, 12, 20);
                    day.isBefore(LocalDate.of(year + 1, 1, 11));
                    day = day.plusDays(1)) {
                String date = day.toString().replace('-', '.');
                assertThat(name("%{YYYY.MM.dd}", day)).isEqualTo(date);
                assertThat(name("%{+YYYY.MM.dd}", day)).isEqualTo(date);
                assertThat(name("%{yyyy.MM.dd}", day)).isEqualTo(date);
                assertThat(name("%{+YYYY.MM}", day)).isEqualTo(date.substring(0, 7));
                assertThat(name("%{+YYYY.MM.dd.HH}", day)).isEqualTo(date + ".12");
                // The week of a day is that of its Thursday (ISO 8601).
                LocalDate thursday = day.plusDays(4 - day.getDayOfWeek().getValue());
                assertThat(name("%{xxxx.ww}", day))
                        .isEqualTo("%d.%02d".formatted(thursday.getYear(), (thursday.getDayOfYear() - 1) / 7 + 1))
                        .isEqualTo("%d.%02d"
                                .formatted(
                                        day.get(IsoFields.WEEK_BASED_YEAR),
                                        day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yyyy", "yyyy.MM", "yyyy.MM.dd", "yyyy.M.d", "dd.MM.yyyy", "yyyy.DDD", "xxxx.ww", "xxxx.w"})
    void no_name_comes_again_after_another(String date) {
        DailyIndex index = DailyIndex.parse("x-%{" + date + "}");
        Function<LocalDate, String> name = day -> name(index, day);
        Set<String> earlier = new HashSet<>();
        String last = "";
        for (LocalDate day = LocalDate.of(1999, 1, 1); day.getYear() < 2029; day = day.plusDays(1)) {
            String now = name.apply(day);
            assertThat(now.equals(last) || earlier.add(now))
                    .as("%s on %s", now, day)
                    .isTrue();
            last = now;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "YYYY.MM.DD, D is the day of the year: write dd for the day of the month",
        "yyyy.MM.D, write dd",
        "yyyy.mm.dd, m is the minute: write MM for the month",
        "yyyy.MM.dd.hh, write HH",
        "yyyy.MM.dd.KK, write HH",
        "yyyy.MM.dd.kk, write HH",
        "yyyy.MM.dd.hh.a, write HH",
        "yyyy.MM.dd.HH.mm, m is the minute: write MM for the month",
        "yyyy.MMM.dd, write MM",
        "yyyy.LL, write MM",
        "yy.MM.dd, write yyyy",
        "yyyyy.MM.dd, write yyyy",
        "y.MM.dd, write yyyy",
        "YY.MM, write yyyy",
        "yyyyMd, would give different times the same name: write MM",
        "yyyy.MMd, would give different times the same name: write dd",
        "yyyy.M1d, would give different times the same name: write MM",
        "YYYY.ww, write xxxx.ww",
        "yyyy.ww, write xxxx.ww",
        "xxxx.MM.dd, write xxxx.ww for ISO weeks, and yyyy.MM.dd for days",
        "xxxx.ww.dd, write xxxx.ww",
        "xxxx, write xxxx.ww",
        "ww, write xxxx.ww",
        "YYYY.MM.ww, write xxxx.ww",
        "xxxx.yyyy.ww, write xxxx.ww",
        "YYYY.MM.W, write xxxx.ww",
        "xx.ww, write xxxx",
        "xxxx.ww.e, write dd",
        "yyyy.MM.EE, write dd",
        "yyyy.MM.F, write dd",
        "MM.dd, write yyyy",
        "yyyy.dd, write yyyy",
        "yyyy.MM.HH, write yyyy",
        "yyyy.MM.dd.DDD, write yyyy",
        "yyyy.q, write a date such as yyyy.MM.dd",
        "yyyy.MM.dd'T, apostrophe",
        "[fields][environment], write a date such as yyyy.MM.dd",
        "'''logs''', write yyyy",
        "+, write yyyy"
    })
    void letters_that_are_hardly_meant_are_refused_with_the_right_ones(String date, String said) {
        assertThatThrownBy(() -> DailyIndex.parse("jisu-logs-%{" + date + "}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sink.index has no usable date in %{")
                .hasMessageContaining(said);
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
                "jisu-%{yyyy'W'}",
                "jisu-%{yyyy.MM[.dd]}",
                "jisu,%{yyyy}",
                "jisu\"%{yyyy}"
            })
    void a_pattern_that_makes_no_legal_name_is_refused_by_its_key(String pattern) {
        assertThatThrownBy(() -> DailyIndex.parse(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sink.index ");
    }

    private static String name(String pattern, LocalDate day) {
        return name(DailyIndex.parse(pattern), day);
    }

    private static String name(DailyIndex index, LocalDate day) {
        return index.at(day.atTime(12, 0).toInstant(ZoneOffset.UTC).toEpochMilli())
                .text();
    }
}
