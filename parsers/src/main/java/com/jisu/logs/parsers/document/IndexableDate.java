package com.jisu.logs.parsers.document;

import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.time.Moment;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;

/**
 * A date as Elasticsearch's date fields read it, {@code strict_date_optional_time||epoch_millis}: less than ISO 8601, and
 * more.
 */
final class IndexableDate {

    /** Digits of a second's fraction that Elasticsearch reads. */
    private static final int MAX_FRACTION = 9;

    private static final int MAX_LENGTH = 100;
    private static final int MAX_OFFSET = 18 * 3600;

    /** Zones that some Java knows and some does not. */
    private static final Set<String> DOUBTFUL = Set.of("EST", "HST", "MST", "ROC");

    private final String text;
    private int at;

    private IndexableDate(String text) {
        this.text = text;
    }

    /** Whether a date field takes it. {@code @timestamp}, the one with nanoseconds, never gets a time but {@link Moment}'s. */
    static boolean isDate(Leaf leaf) {
        String text = text(leaf);
        return text != null && (isMillis(text) || new IndexableDate(text).read());
    }

    private static String text(Leaf leaf) {
        boolean mayBe = leaf.kind() != Leaf.Kind.BOOLEAN && leaf.length() <= MAX_LENGTH;
        String text = mayBe ? leaf.text() : "";
        return text.isEmpty() ? null : text;
    }

    /** The same without what there is of a fraction beyond nine digits; null if that is no date, or not needed. */
    static Leaf cut(Leaf leaf) {
        String text = leaf.isString() ? text(leaf) : null;
        int point = text == null ? -1 : Math.max(text.indexOf('.'), text.indexOf(','));
        if (point < 0) {
            return null;
        }
        int end = point + 1;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        if (end - point - 1 <= MAX_FRACTION) {
            return null;
        }
        String cut = text.substring(0, point + 1 + MAX_FRACTION) + text.substring(end);
        return new IndexableDate(cut).read() ? Leaf.text(cut) : null;
    }

    /** Milliseconds since 1970, with six digits of fraction. */
    private static boolean isMillis(String text) {
        int from = text.charAt(0) == '-' ? 1 : 0;
        int point = from;
        while (point < text.length() && isDigit(text.charAt(point))) {
            point++;
        }
        int end = point;
        if (end < text.length() && text.charAt(end) == '.') {
            end++;
            while (end < text.length() && isDigit(text.charAt(end))) {
                end++;
            }
        }
        return end == text.length()
                && end - point <= 7
                && point > from
                && point - from <= 19
                && Long.compareUnsigned(Long.parseUnsignedLong(text.substring(from, point)), Long.MAX_VALUE) <= 0;
    }

    private boolean read() {
        boolean negative = next('-');
        int year = digits(4);
        if (year < 0 || at == text.length()) {
            return year >= 0;
        }
        int month = next('-') ? digits(2) : -1;
        if (month < 1 || month > 12 || at == text.length()) {
            return month >= 1 && month <= 12;
        }
        int day = next('-') ? digits(2) : -1;
        int days = LocalDate.of(negative ? -year : year, month, 1).lengthOfMonth();
        if (day < 1 || day > days || at == text.length()) {
            return day >= 1 && day <= days;
        }
        return next('T') && (at == text.length() || readTime());
    }

    private boolean readTime() {
        if (!isUpTo(23, digits(2))) {
            return false;
        }
        if (next(':')) {
            if (!isUpTo(59, digits(2)) || next(':') && !(isUpTo(59, digits(2)) && readFraction())) {
                return false;
            }
        }
        return at == text.length() || readZone();
    }

    private static boolean isUpTo(int most, int number) {
        return number >= 0 && number <= most;
    }

    private boolean readFraction() {
        if (!next('.') && !next(',')) {
            return true;
        }
        final int from = at;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        return at > from && at - from <= MAX_FRACTION;
    }

    private boolean readZone() {
        if (next('+') || next('-')) {
            return readOffset();
        }
        String id = text.substring(at);
        char first = id.charAt(0);
        if (first < 'A' || first > 'Z' || DOUBTFUL.contains(id) || id.startsWith("SystemV/")) {
            return false;
        }
        try {
            ZoneId.of(id);
            return true;
        } catch (DateTimeException e) {
            return false; // how java.time says that there is no such zone
        }
    }

    private boolean readOffset() {
        final int hours = digits(2);
        int minutes = 0;
        int seconds = 0;
        if (hours >= 0 && at < text.length()) {
            boolean colon = next(':');
            minutes = digits(2);
            if (minutes >= 0 && at < text.length()) {
                seconds = next(':') == colon ? digits(2) : -1;
            }
        }
        return hours >= 0
                && isUpTo(59, minutes)
                && isUpTo(59, seconds)
                && at == text.length()
                && hours * 3600 + minutes * 60 + seconds <= MAX_OFFSET;
    }

    private boolean next(char c) {
        boolean here = at < text.length() && text.charAt(at) == c;
        at += here ? 1 : 0;
        return here;
    }

    /** A number of exactly so many digits, or -1. */
    private int digits(int count) {
        if (text.length() - at < count) {
            return -1;
        }
        int number = 0;
        for (int end = at + count; at < end; at++) {
            if (!isDigit(text.charAt(at))) {
                return -1;
            }
            number = number * 10 + text.charAt(at) - '0';
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
