package com.jisu.logs.parsers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.time.EpochTime;
import com.jisu.logs.parsers.time.HttpDate;
import com.jisu.logs.parsers.time.IsoTime;
import com.jisu.logs.parsers.time.Moment;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.joda.time.format.ISODateTimeFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

    private static final int TIMES = 20_000;

    private final IsoTime isoTime = new IsoTime();
    private final HttpDate httpDate = new HttpDate();
    private final Moment moment = new Moment();

    @ParameterizedTest
    @CsvSource({
        "2024-05-06T07:08:09Z, 2024-05-06T07:08:09Z",
        "2024-05-06t07:08:09z, 2024-05-06T07:08:09Z",
        "2024-05-06 07:08:09, 2024-05-06T07:08:09Z",
        "2024-05-06T07:08, 2024-05-06T07:08:00Z",
        "2024-05-06T07:08:09.1, 2024-05-06T07:08:09.1Z",
        "'2024-05-06 07:08:09,123456789+0530', 2024-05-06T01:38:09.123456789Z",
        "2024-05-06T07:08:09.1234567899+00:00, 2024-05-06T07:08:09.123456789Z",
        "2024-05-06T07:08:09-08, 2024-05-06T15:08:09Z",
        "2024-12-31T23:59:59-00:01, 2025-01-01T00:00:59Z",
        "2000-02-29T00:00:00Z, 2000-02-29T00:00:00Z",
        "2024-05-06, 2024-05-06T00:00:00Z",
        "2024-05, 2024-05-01T00:00:00Z",
        "2024, 2024-01-01T00:00:00Z",
        "2024-W19-1, 2024-05-06T00:00:00Z",
        "2024-W19, 2024-05-06T00:00:00Z",
        "2024-127T07:08, 2024-05-06T07:08:00Z",
        "2024-05-06T07, 2024-05-06T07:00:00Z",
        "2024-05-06T07.25, 2024-05-06T07:15:00Z",
        "2024-05-06T07:08.5, 2024-05-06T07:08:30Z",
        "2024-05-06 07, 2024-05-06T07:00:00Z",
        "2024-5-6T7:8:9Z, 2024-05-06T07:08:09Z"
    })
    void iso_8601_is_read(String text, Instant expected) {
        byte[] bytes = ("x" + text + "x").getBytes(UTF_8);
        assertThat(isoTime.parse(bytes, 1, bytes.length - 1, moment)).isTrue();
        assertThat(instant()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "yesterday",
                "2024-13-01T00:00:00Z",
                "2024-00-01T00:00:00Z",
                "2024-04-31T00:00:00Z",
                "2023-02-29T00:00:00Z",
                "1900-02-29T00:00:00Z",
                "2024-05-06T24:00:00Z",
                "2024-05-06T23:60:00Z",
                "2024-05-06T23:59:60Z",
                "2024-05-06T07:08:09 Z",
                "2024-05-06T07:08:09 +0800",
                "2024-05-06T07:08:09+24:00",
                "2024-05-06T07:08:09+08:60",
                "2024-05-06T07:08:09UTC",
                "2024-05-06T07:08:09[UTC]",
                "2024-05-06  07:08:09",
                "20240506T070809Z",
                "2024/05/06 07:08:09",
                "2024-05-06T07:08:09Zx"
            })
    void what_is_no_time_is_not_read(String text) {
        assertThat(isoTime.parse(text.getBytes(UTF_8), 0, text.length(), moment))
                .isFalse();
    }

    @Test
    void any_time_that_java_writes_is_read_and_written_the_same() {
        Random random = Fixtures.random("any_time_that_java_writes_is_read_and_written_the_same");
        for (int i = 0; i < TIMES; i++) {
            Instant instant = Instant.ofEpochSecond(random.nextLong(-62_167_219_200L, 253_402_300_800L), nanos(random));
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(random.nextInt(-1079, 1080) * 60);
            String text = OffsetDateTime.ofInstant(instant, offset).toString();
            if (text.length() > 35 || text.startsWith("-") || text.startsWith("+")) {
                continue; // the offset took it out of the years of four digits
            }
            byte[] bytes = text.getBytes(UTF_8);
            assertThat(isoTime.parseCommon(bytes, 0, bytes.length, moment))
                    .as(text)
                    .isTrue();
            assertThat(instant()).as(text).isEqualTo(instant);
            assertThat(Instant.parse(moment.toLeaf().text())).isEqualTo(instant);
        }
    }

    @Test
    void the_common_forms_are_read_as_joda_time_reads_them() {
        Random random = Fixtures.random("the_common_forms_are_read_as_joda_time_reads_them");
        var joda = ISODateTimeFormat.dateTimeParser().withZoneUTC();
        String[] seeds = {
            "2024-05-06T07:08:09.123+08:00", "2024-02-29T23:59:59Z", "1999-12-31T00:00,5", "2024-05-06T07:08:09,1-0530"
        };
        for (int i = 0; i < TIMES; i++) {
            char[] text = Fixtures.any(random, seeds).toCharArray();
            for (int change = random.nextInt(4); change > 0; change--) {
                text[random.nextInt(text.length)] = "0123456789:-+T.,Zz ".charAt(random.nextInt(19));
            }
            byte[] bytes = new String(text).getBytes(UTF_8);
            if (!isoTime.parseCommon(bytes, 0, bytes.length, moment)) {
                continue; // left to Joda-Time itself
            }
            assertThat(moment.millis()).as(new String(text)).isEqualTo(joda.parseMillis(new String(text)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1714979289, 2024-05-06T07:08:09Z",
        "1714979289.5, 2024-05-06T07:08:09.5Z",
        "1714979289.123456789, 2024-05-06T07:08:09.123456789Z",
        "1714979289123, 2024-05-06T07:08:09.123Z",
        "1714979289123.456, 2024-05-06T07:08:09.123456Z",
        "1.714979289E9, 2024-05-06T07:08:09Z",
        "100000000, 1973-03-03T09:46:40Z",
        "100000000000, 1973-03-03T09:46:40Z",
        "1714979289123456, 2024-05-06T07:08:09.123456Z",
        "1714979289123456789, 2024-05-06T07:08:09.123456789Z",
        "100000000000000, 1973-03-03T09:46:40Z",
        "100000000000000000, 1973-03-03T09:46:40Z"
    })
    void numbers_are_read_by_their_size(String text, Instant expected) {
        assertThat(EpochTime.parse(text.getBytes(UTF_8), 0, text.length(), moment))
                .isTrue();
        assertThat(instant()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "12",
                "99999999",
                "100000000000000000000",
                "-1714979289",
                "1e999999999",
                "1e-999999999",
                "17149.79.2",
                "0x1"
            })
    void other_numbers_are_no_times(String text) {
        assertThat(EpochTime.parse(text.getBytes(UTF_8), 0, text.length(), moment))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "06/May/2024:07:08:09 +0000, 2024-05-06T07:08:09Z",
        "06/may/2024:07:08:09 +0800, 2024-05-05T23:08:09Z",
        "6/September/2024:7:08:9 -0530, 2024-09-06T12:38:09Z",
        "29/Feb/2024:23:59:60 +0000, 2024-03-01T00:00:00Z",
        "01/Jan/2024:00:00:00.123 +0000, 2024-01-01T00:00:00Z",
        "31/Okt/2024:00:00:00 +0000, 2024-10-31T00:00:00Z",
        "31/M\u00e4rz/2024:00:00:00 +0000, 2024-03-31T00:00:00Z"
    })
    void times_of_access_logs_are_read(String text, Instant expected) {
        byte[] bytes = (text + "]").getBytes(UTF_8);
        assertThat(httpDate.scan(bytes, 0, bytes.length)).isEqualTo(bytes.length - 1);
        assertThat(httpDate.get(moment)).isTrue();
        assertThat(instant()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not-a-date",
                "06/May/2024",
                "32/May/2024:07:08:09 +0000",
                "00/May/2024:07:08:09 +0000",
                "06/Foo/2024:07:08:09 +0000",
                "06/MAY/2024:07:08:09 +0000",
                "06/May/2024:24:08:09 +0000",
                "06/May/2024:07:60:09 +0000",
                "06/May/2024:07:08:61 +0000",
                "06/May/2024:07:08:09",
                "06/May/202:07:08:09 +0000",
                "06/May/2024:07:08:09 UTC"
            })
    void what_grok_would_not_match_is_no_time_of_an_access_log(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        assertThat(httpDate.scan(bytes, 0, bytes.length)).isNegative();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "31/Feb/2024:07:08:09 +0000",
                "29/Feb/2023:07:08:09 +0000",
                "06/May/2024:07:08:09 +08",
                "06/May/2024:07:08:09 +9900"
            })
    void a_time_of_an_access_log_may_match_and_be_none(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        assertThat(httpDate.scan(bytes, 0, bytes.length)).isEqualTo(bytes.length);
        assertThat(httpDate.get(moment)).isFalse();
    }

    @Test
    void there_are_the_days_that_the_calendar_has() {
        Random random = Fixtures.random("there_are_the_days_that_the_calendar_has");
        for (int i = 0; i < TIMES; i++) {
            int year = random.nextInt(10_000);
            int month = random.nextInt(14);
            int day = random.nextInt(33);
            LocalDateTime expected;
            try {
                expected = LocalDate.of(year, month, day).atTime(1, 2, 3);
            } catch (DateTimeException e) {
                expected = null;
            }
            boolean set = moment.set(year, month, day, 3723, 0, 0);
            assertThat(set).as("%d-%d-%d", year, month, day).isEqualTo(expected != null);
            if (expected != null) {
                assertThat(moment.seconds()).isEqualTo(expected.toEpochSecond(ZoneOffset.UTC));
            }
        }
    }

    private Instant instant() {
        return Instant.ofEpochSecond(moment.seconds(), moment.nanos());
    }

    private static int nanos(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> random.nextInt(1000) * 1_000_000;
            case 2 -> random.nextInt(1_000_000) * 1000;
            default -> random.nextInt(1_000_000_000);
        };
    }
}
