package com.jisu.logs.sink.index;

import static java.time.temporal.ChronoField.DAY_OF_MONTH;
import static java.time.temporal.ChronoField.DAY_OF_YEAR;
import static java.time.temporal.ChronoField.HOUR_OF_DAY;
import static java.time.temporal.ChronoField.MONTH_OF_YEAR;
import static java.time.temporal.ChronoField.YEAR;
import static java.time.temporal.IsoFields.WEEK_BASED_YEAR;
import static java.time.temporal.IsoFields.WEEK_OF_WEEK_BASED_YEAR;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalField;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads the date in an index pattern. Its letters are those of Logstash, which are Joda's: {@code YYYY} and {@code yyyy} are
 * the calendar year, {@code xxxx} is the year that an ISO week belongs to. For Java's own formatter {@code YYYY} would be
 * a week's year, and 2025-12-30 would be in 2026.
 *
 * <p>Only dates that give each stretch of time a name of its own are taken: a year, its months, their days, their hours; or
 * a week's year and its weeks; or a year and its days.
 */
final class IndexDate {

    private static final Map<String, TemporalField> FIELDS = Map.ofEntries(
            Map.entry("yyyy", YEAR),
            Map.entry("YYYY", YEAR),
            Map.entry("uuuu", YEAR),
            Map.entry("MM", MONTH_OF_YEAR),
            Map.entry("M", MONTH_OF_YEAR),
            Map.entry("dd", DAY_OF_MONTH),
            Map.entry("d", DAY_OF_MONTH),
            Map.entry("DDD", DAY_OF_YEAR),
            Map.entry("HH", HOUR_OF_DAY),
            Map.entry("H", HOUR_OF_DAY),
            Map.entry("xxxx", WEEK_BASED_YEAR),
            Map.entry("ww", WEEK_OF_WEEK_BASED_YEAR),
            Map.entry("w", WEEK_OF_WEEK_BASED_YEAR));

    /** What other letters mean, and what was meant. */
    private static final Map<Character, String> OTHERS = Map.ofEntries(
            Map.entry('y', "a year has four digits: write yyyy"),
            Map.entry('Y', "a year has four digits: write yyyy"),
            Map.entry('u', "a year has four digits: write yyyy"),
            Map.entry('x', "a week's year has four digits: write xxxx"),
            Map.entry('M', "a name has months in digits: write MM"),
            Map.entry('L', "a name has months in digits: write MM"),
            Map.entry('m', "m is the minute: write MM for the month"),
            Map.entry('D', "D is the day of the year: write dd for the day of the month"),
            Map.entry('d', "a day of the month has two digits: write dd"),
            Map.entry('w', "a week has two digits: write xxxx.ww"),
            Map.entry('W', "W is the week of the month: write xxxx.ww for ISO weeks"),
            Map.entry('E', "E is the day of the week: write dd for the day of the month"),
            Map.entry('e', "e is the day of the week: write dd for the day of the month"),
            Map.entry('c', "c is the day of the week: write dd for the day of the month"),
            Map.entry('F', "F counts weeks in a month: write dd for the day of the month"),
            Map.entry('h', "h is the hour of a half day: write HH"),
            Map.entry('K', "K is the hour of a half day: write HH"),
            Map.entry('k', "k counts hours from 1 to 24: write HH"),
            Map.entry('H', "an hour has two digits: write HH"));

    private static final List<Set<TemporalField>> WHOLE = List.of(
            Set.of(YEAR),
            Set.of(YEAR, MONTH_OF_YEAR),
            Set.of(YEAR, MONTH_OF_YEAR, DAY_OF_MONTH),
            Set.of(YEAR, MONTH_OF_YEAR, DAY_OF_MONTH, HOUR_OF_DAY),
            Set.of(YEAR, DAY_OF_YEAR),
            Set.of(YEAR, DAY_OF_YEAR, HOUR_OF_DAY),
            Set.of(WEEK_BASED_YEAR, WEEK_OF_WEEK_BASED_YEAR));

    private static final String SEPARATORS = ".-_";

    private final String pattern;
    private final DateTimeFormatterBuilder format = new DateTimeFormatterBuilder();
    private final Set<TemporalField> fields = new LinkedHashSet<>();
    private int at;

    private IndexDate(String pattern) {
        this.pattern = pattern;
    }

    /**
     * The formatter of a date such as {@code yyyy.MM.dd}, in UTC; a {@code +} before it, as Logstash has it, changes nothing.
     *
     * @throws IllegalArgumentException with what is wrong and how it is written
     */
    static DateTimeFormatter parse(String date) {
        return new IndexDate(date.startsWith("+") ? date.substring(1) : date).formatter();
    }

    private DateTimeFormatter formatter() {
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (c == '\'') {
                quoted();
            } else if (isLetter(c)) {
                field();
            } else {
                format.appendLiteral(c);
                at++;
            }
        }
        checkWhole();
        return format.toFormatter(Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    private void field() {
        int start = at;
        char letter = pattern.charAt(start);
        while (at < pattern.length() && pattern.charAt(at) == letter) {
            at++;
        }
        String letters = pattern.substring(start, at);
        TemporalField field = FIELDS.get(letters);
        if (field == null) {
            throw new IllegalArgumentException(OTHERS.getOrDefault(
                    letter, letters + " is nothing that a name can have: write a date such as yyyy.MM.dd"));
        }
        if (letters.length() == 1 && !standsAlone(start)) {
            throw new IllegalArgumentException("without a separator on both sides, " + letters
                    + " would give different times the same name: write " + letters + letters);
        }
        fields.add(field);
        if (letters.length() == 1) {
            format.appendValue(field);
        } else {
            format.appendValue(field, letters.length());
        }
    }

    /** Whether the letter at this place has a separator, or an end, on both sides. */
    private boolean standsAlone(int place) {
        return (place == 0 || SEPARATORS.indexOf(pattern.charAt(place - 1)) >= 0)
                && (place + 1 == pattern.length() || SEPARATORS.indexOf(pattern.charAt(place + 1)) >= 0);
    }

    /** Text between apostrophes; two of them are one. */
    private void quoted() {
        int end = pattern.indexOf('\'', at + 1);
        if (end < 0) {
            throw new IllegalArgumentException("the second apostrophe is missing");
        }
        format.appendLiteral(end == at + 1 ? "'" : pattern.substring(at + 1, end));
        at = end + 1;
    }

    private void checkWhole() {
        if (WHOLE.contains(fields)) {
            return;
        }
        boolean weeks = fields.contains(WEEK_OF_WEEK_BASED_YEAR) || fields.contains(WEEK_BASED_YEAR);
        throw new IllegalArgumentException(
                weeks
                        ? "a week belongs to its own year, which is not the calendar's on days around New Year: write xxxx.ww"
                                + " for ISO weeks, and yyyy.MM.dd for days"
                        : "different times would get the same name: write yyyy, yyyy.MM, yyyy.MM.dd or yyyy.MM.dd.HH");
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
