package com.jisu.logs.parsers.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.joda.time.DateTimeZone;
import org.joda.time.format.DateTimeFormat;
import org.joda.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What it reads, Joda-Time reads in the same way; the rest it leaves alone. */
class PlainDateTest {

    private static final List<String> FORMATS = List.of(
            "dd/MMM/yyyy:HH:mm:ss Z",
            "dd/MMM/yyyy:HH:mm:ss.SSS",
            "yyyy-MM-dd HH:mm:ss,SSS",
            "yyyy-MM-dd'T'HH:mm:ss.SSSZ",
            "yyyy-MM-dd'T'HH:mm:ss",
            "yyyy/MM/dd HH:mm",
            "MMM d, yyyy HH:mm:ss",
            "MMM  d yyyy HH:mm:ss",
            "d MMM yyyy HH:mm:ss Z",
            "dd.MM.yyyy HH:mm:ss",
            "HH:mm:ss dd.MM.yyyy");

    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "+05:30", "Asia/Kathmandu");

    private static final List<Locale> LOCALES = List.of(Locale.ENGLISH, Locale.UK, Locale.GERMANY, Locale.FRENCH);

    private static final String CHARACTERS = "0123456789 -+:./,TZaJMmyn";

    private static String text(DateTimeFormatter formatter, DateTimeZone zone, Random random) {
        long millis = random.nextInt(4) == 0
                ? 1_774_746_000_000L + random.nextInt(20) * 600_000L // about the hour that there is not in Berlin
                : (long) (random.nextDouble() * 4e12) - 1_000_000_000_000L;
        StringBuilder text = new StringBuilder(formatter
                .withZone(random.nextInt(6) == 0 ? DateTimeZone.UTC : zone)
                .print(millis));
        for (int i = random.nextInt(4); i > 1; i--) {
            int at = random.nextInt(text.length() + 1);
            String with = String.valueOf(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
            text.replace(at, Math.min(text.length(), at + random.nextInt(3)), random.nextInt(4) == 0 ? "" : with);
            if (text.length() == 0) {
                break;
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void it_reads_what_joda_time_reads(long seed) {
        Random random = new Random(seed);
        int read = 0;
        for (int i = 0; i < 60_000; i++) {
            String format = FORMATS.get(random.nextInt(FORMATS.size()));
            Locale locale = LOCALES.get(random.nextInt(LOCALES.size()));
            DateTimeZone zone = DateTimeZone.forID(ZONES.get(random.nextInt(ZONES.size())));
            DateTimeFormatter formatter = DateTimeFormat.forPattern(format).withLocale(locale);
            String text = text(formatter, zone, random);
            long millis = PlainDate.of(format, locale).millis(text, zone);
            if (millis != DateFormat.NONE) {
                assertThat(millis)
                        .as(text + " as " + format + " in " + zone + ", " + locale)
                        .isEqualTo(new JodaReader(formatter, locale).millis(text, zone));
                read++;
            }
        }
        assertThat(read).isGreaterThan(30_000);
    }

    @Test
    void other_forms_are_left_alone() {
        for (String format : List.of(
                "yyyyMMdd HHmmss",
                "yy-MM-dd HH:mm",
                "MMM dd HH:mm:ss",
                "yyyy-MM-dd",
                "yyyy-MM-dd hh:mm:ss a",
                "EEE MMM dd HH:mm:ss yyyy",
                "yyyy-DDD HH:mm",
                "yyyy-MM-dd HH:mm:ss.SSSSSS",
                "yyyy-MM-dd HH:mm:ss ZZZ",
                "yyyy-MM-dd HH:mm dd",
                "yyyy-MM-dd HH:mm 'o''clock'",
                "yyyy-MM-dd MMM HH:mm",
                "yyyy-MM-dd 'at'HH:mm''")) {
            assertThat(PlainDate.of(format, Locale.ENGLISH)).as(format).isNull();
        }
    }
}
