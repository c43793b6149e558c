package com.jisu.logs.parsers.time;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.Fixtures;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times as java.time writes them are read as it means them. */
class RandomTimesTest {

    private static final int TIMES = 2_000;
    private static final long FROM = Instant.parse("1973-03-04T00:00:00Z").getEpochSecond();
    private static final long TO = Instant.parse("2261-12-31T00:00:00Z").getEpochSecond();

    private static final List<ZoneId> REGIONS = Stream.of(
                    "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Asia/Tokyo")
            .map(ZoneId::of)
            .toList();

    /** Regions by the abbreviations that they have in each part of the year. */
    private static final List<ZoneId> ABBREVIATED = Stream.of(
                    "Europe/Berlin",
                    "Europe/Helsinki",
                    "Europe/Lisbon",
                    "Europe/Moscow",
                    "Asia/Tokyo",
                    "America/New_York",
                    "America/Denver",
                    "America/Los_Angeles",
                    "UTC",
                    "GMT")
            .map(ZoneId::of)
            .toList();

    /** A form of times: how java.time writes it, and how exact that is. */
    private record Form(String name, DateTimeFormatter format, ChronoUnit unit) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Form form(String name, DateTimeFormatter format) {
        return new Form(name, format, ChronoUnit.NANOS);
    }

    private static Form pattern(String pattern) {
        ChronoUnit unit = pattern.contains("SSSSSSSSS")
                ? ChronoUnit.NANOS
                : pattern.contains("SSSSSS")
                        ? ChronoUnit.MICROS
                        : pattern.contains("SSS")
                                ? ChronoUnit.MILLIS
                                : pattern.contains("ss")
                                        ? ChronoUnit.SECONDS
                                        : pattern.contains("mm") ? ChronoUnit.MINUTES : ChronoUnit.HOURS;
        return new Form(pattern, DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH), unit);
    }

    private static DateTimeFormatter withTime(DateTimeFormatter date, String offset) {
        return new DateTimeFormatterBuilder()
                .append(date)
                .appendLiteral('T')
                .append(DateTimeFormatter.ISO_LOCAL_TIME)
                .appendOffset(offset, "Z")
                .toFormatter(Locale.ENGLISH);
    }

    static Stream<Form> zonedForms() {
        DateTimeFormatter weekDate = new DateTimeFormatterBuilder()
                .appendValue(IsoFields.WEEK_BASED_YEAR, 4)
                .appendLiteral("-W")
                .appendValue(IsoFields.WEEK_OF_WEEK_BASED_YEAR, 2)
                .appendLiteral('-')
                .appendValue(ChronoField.DAY_OF_WEEK, 1)
                .toFormatter(Locale.ENGLISH);
        Stream<Form> ofJava = Stream.of(
                form("ISO_OFFSET_DATE_TIME", DateTimeFormatter.ISO_OFFSET_DATE_TIME),
                form("ISO_ZONED_DATE_TIME", DateTimeFormatter.ISO_ZONED_DATE_TIME),
                form("ISO_INSTANT", DateTimeFormatter.ISO_INSTANT),
                new Form("RFC_1123_DATE_TIME", DateTimeFormatter.RFC_1123_DATE_TIME, ChronoUnit.SECONDS),
                form("week date", withTime(weekDate, "+HH:MM")),
                form("ordinal date", withTime(DateTimeFormatter.ofPattern("uuuu-DDD"), "+HHMM")),
                form("offset of hours", withTime(DateTimeFormatter.ISO_LOCAL_DATE, "+HHmm")),
                form("offset of seconds", withTime(DateTimeFormatter.ISO_LOCAL_DATE, "+HH:MM:ss")));
        Stream<Form> patterns = Stream.of(
                        "uuuuMMdd'T'HHmmssX",
                        "uuuuMMdd'T'HHmmss.SSSSSSXX",
                        "uuuuMMdd'T'HHmmXX",
                        "uuuuDDD'T'HHmmssXX",
                        "uuuu-MM-dd'T'HH:mm:ss,SSSSSSSSSXXX",
                        "uuuu-MM-dd'T'HH:mmXXX",
                        "uuuu-MM-dd'T'HHXXX",
                        "uuuu-MM-dd HH:mm:ss.SSSSSS XX",
                        "uuuu-MM-dd HH:mm:ss,SSSxx",
                        "uuuu-MM-dd HH:mm:ss,SSS xx",
                        "uuuu-MM-dd HH:mm xxx",
                        "uuuu-MM-dd HH:mm:ss OOOO",
                        "uuuu-MM-dd HH:mm:ss O",
                        "uuuu-MM-dd HH:mm:ss xx 'UTC'",
                        "uuuu-MM-dd HH:mm:ss.SSSSSSSSS xx 'ABC m=+0.000012345'",
                        "uuuu-MM-dd'T'HH:mm:ss.SSSxxx'['VV']'",
                        "uuuu/MM/dd HH:mm:ss xx",
                        "EEE, dd MMM uuuu HH:mm:ss xx",
                        "EEE, d MMM uuuu HH:mm xx '(comment)'",
                        "d MMM uuuu HH:mm:ss xx",
                        "EEEE, dd-MMM-uuuu HH:mm:ss xx",
                        "dd/MMM/uuuu:HH:mm:ss xx",
                        "'['dd/MMM/uuuu:HH:mm:ss.SSS xx']'",
                        "EEE MMM ppd HH:mm:ss.SSSSSS xx uuuu",
                        "EEE MMM dd uuuu HH:mm:ss 'GMT'xx '('VV')'")
                .map(RandomTimesTest::pattern);
        return Stream.concat(ofJava, patterns);
    }

    @ParameterizedTest
    @MethodSource("zonedForms")
    void a_time_with_an_offset_is_read_as_java_writes_it(Form form) {
        Random random = Fixtures.random(form.name());
        LocalZone any = LocalZone.of("+03:00");
        for (int i = 0; i < TIMES; i++) {
            ZonedDateTime time = time(random, ABBREVIATED.get(0), form);
            if (form.format().getZone() == null) {
                boolean hasRegion = form.name().contains("VV") || form.name().startsWith("ISO_Z");
                ZoneId minutes = ZoneOffset.ofTotalSeconds(random.nextInt(-18 * 60, 18 * 60 + 1) * 60);
                time = time.withZoneSameInstant(hasRegion && random.nextBoolean() ? region(random) : minutes);
            }
            time = time.truncatedTo(form.unit());
            assertReads(time.format(form.format()), any, time.toInstant());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "uuuu-MM-dd HH:mm:ss.SSS z",
                "uuuu-MM-dd'T'HH:mm:ssz",
                "uuuu-MM-dd HH:mm z",
                "EEE, dd MMM uuuu HH:mm:ss z",
                "EEE MMM dd HH:mm:ss z uuuu"
            })
    void a_time_with_an_abbreviation_is_read_as_java_writes_it(String pattern) {
        Form form = pattern(pattern);
        Random random = Fixtures.random(pattern);
        for (int i = 0; i < TIMES; i++) {
            // Each region's abbreviations are those of its offsets of now.
            int year = random.nextInt(2015, 2037);
            ZonedDateTime time = time(random, ABBREVIATED.get(random.nextInt(ABBREVIATED.size())), form)
                    .withDayOfMonth(1)
                    .withYear(year)
                    .truncatedTo(form.unit());
            assertReads(time.format(form.format()), LocalZone.UTC, time.toInstant());
        }
    }

    static Stream<Form> localForms() {
        return Stream.of(
                        "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS",
                        "uuuu-MM-dd HH:mm:ss,SSS",
                        "uuuu-MM-dd HH:mm",
                        "uuuu-MM-dd'T'HH",
                        "uuuuMMdd'T'HHmmss",
                        "uuuuMMdd HH:mm:ss",
                        "uuuuMMddHHmmss",
                        "uuuuMMddHHmmssSSS",
                        "uuuu/MM/dd HH:mm:ss",
                        "uuuu.MM.dd HH:mm:ss.SSSSSS",
                        "uuuu-MMM-dd HH:mm:ss.SSSSSS",
                        "dd/MMM/uuuu:HH:mm:ss.SSS",
                        "dd MMM uuuu HH:mm:ss.SSS",
                        "d-MMM-uuuu HH:mm:ss",
                        "EEE MMM ppd HH:mm:ss uuuu",
                        "EEE MMM dd HH:mm:ss.SSSSSS uuuu",
                        "MMMM d, uuuu HH:mm:ss")
                .map(RandomTimesTest::pattern);
    }

    @ParameterizedTest
    @MethodSource("localForms")
    void a_time_without_a_zone_is_read_as_java_has_it_in_a_region(Form form) {
        Random random = Fixtures.random(form.name());
        for (int i = 0; i < TIMES; i++) {
            ZoneId zone = region(random);
            LocalDateTime local = time(random, zone, form).toLocalDateTime().truncatedTo(form.unit());
            assertReads(
                    local.format(form.format()),
                    LocalZone.of(zone.getId()),
                    local.atZone(zone).toInstant());
        }
    }

    @Test
    void numbers_are_read_by_their_size() {
        Random random = Fixtures.random("numbers_are_read_by_their_size");
        for (int i = 0; i < TIMES; i++) {
            Instant time = Instant.ofEpochSecond(random.nextLong(FROM, TO), random.nextInt(1_000_000_000));
            String digits = String.format("%d%09d", time.getEpochSecond(), time.getNano());
            int seconds = digits.length() - 9;
            for (int point = seconds; point <= digits.length(); point += 3) {
                String text = digits.substring(0, point);
                assertReads(text, LocalZone.UTC, time.truncatedTo(UNITS.get((point - seconds) / 3)));
                assertReads(text + '.' + digits.substring(point) + "00", LocalZone.UTC, time);
                int exponent = point - 1;
                assertReads(digits.charAt(0) + "." + digits.substring(1) + 'E' + exponent, LocalZone.UTC, time);
            }
        }
    }

    private static final List<ChronoUnit> UNITS =
            List.of(ChronoUnit.SECONDS, ChronoUnit.MILLIS, ChronoUnit.MICROS, ChronoUnit.NANOS);

    @Test
    void any_text_is_a_time_or_none() {
        Random random = Fixtures.random("any_text_is_a_time_or_none");
        LogTime logTime = new LogTime();
        Moment moment = new Moment();
        String alphabet = "0123456789:-+/.,TZzeW []()NovSun GMT+01:00 Europe/Berlin m=\u00e9";
        List<Form> forms = Stream.concat(zonedForms(), localForms()).toList();
        for (int i = 0; i < 20 * TIMES; i++) {
            Form form = forms.get(random.nextInt(forms.size()));
            StringBuilder text =
                    new StringBuilder(time(random, region(random), form).format(form.format()));
            for (int change = random.nextInt(5); change > 0; change--) {
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, c);
                    case 1 -> text.insert(at, c);
                    default -> text.setLength(Math.max(1, at));
                }
            }
            byte[] bytes = text.toString().getBytes(UTF_8);
            boolean read = logTime.parse(bytes, 0, bytes.length, LocalZone.UTC, moment);
            if (read && moment.hasFourDigitYear()) {
                byte[] written = moment.toLeaf().text().getBytes(UTF_8);
                Moment again = new Moment();
                assertThat(logTime.parse(written, 0, written.length, LocalZone.UTC, again))
                        .isTrue();
                assertThat(again.isSame(moment)).as(text.toString()).isTrue();
            }
            byte[] garbage = new byte[random.nextInt(40)];
            random.nextBytes(garbage);
            assertThat(logTime.parse(garbage, 0, garbage.length, LocalZone.UTC, moment))
                    .as(Arrays.toString(garbage))
                    .isFalse();
        }
    }

    private static ZonedDateTime time(Random random, ZoneId zone, Form form) {
        return Instant.ofEpochSecond(random.nextLong(FROM, TO), random.nextInt(1_000_000_000))
                .truncatedTo(form.unit() == ChronoUnit.NANOS ? UNITS.get(random.nextInt(4)) : ChronoUnit.NANOS)
                .atZone(zone);
    }

    private static ZoneId region(Random random) {
        return REGIONS.get(random.nextInt(REGIONS.size()));
    }

    private static void assertReads(String text, LocalZone zone, Instant expected) {
        byte[] bytes = text.getBytes(UTF_8);
        Moment moment = new Moment();
        assertThat(new LogTime().parse(bytes, 0, bytes.length, zone, moment))
                .as(text)
                .isTrue();
        assertThat(Instant.ofEpochSecond(moment.seconds(), moment.nanos()))
                .as(text)
                .isEqualTo(expected);
    }
}
