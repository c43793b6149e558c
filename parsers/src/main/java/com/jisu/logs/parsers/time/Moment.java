package com.jisu.logs.parsers.time;

import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.Leaf;

/**
 * A point in time that time parsers write into: the parsers read millions, so it is used again and again.
 *
 * <p>The proleptic Gregorian calendar, as ISO 8601 has it. No leap seconds.
 */
public final class Moment {

    private static final int SECONDS_PER_DAY = 86_400;
    private static final int DAYS_TO_1970 = 719_468;
    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private long seconds;
    private int nanos;

    /** Seconds since 1970. */
    public long seconds() {
        return seconds;
    }

    /** Milliseconds since 1970, cut. */
    public long millis() {
        return seconds * 1000 + nanos / 1_000_000;
    }

    public int nanos() {
        return nanos;
    }

    public void set(long epochSeconds, int nanoOfSecond) {
        seconds = epochSeconds;
        nanos = nanoOfSecond;
    }

    public void setMillis(long epochMillis) {
        set(Math.floorDiv(epochMillis, 1000), (int) Math.floorMod(epochMillis, 1000L) * 1_000_000);
    }

    public void set(Moment other) {
        set(other.seconds, other.nanos);
    }

    public boolean isSame(Moment other) {
        return seconds == other.seconds && nanos == other.nanos;
    }

    /** Drops what is below the millisecond. */
    public void cutToMillis() {
        nanos -= nanos % 1_000_000;
    }

    /** Sets the date and time of a place whose clock is ahead of UTC by an offset; false if there is no such day. */
    public boolean set(int year, int month, int day, int secondOfDay, int nanoOfSecond, int offsetSeconds) {
        if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
            return false;
        }
        set(daysTo(year, month, day) * SECONDS_PER_DAY + secondOfDay - offsetSeconds, nanoOfSecond);
        return true;
    }

    private static int daysIn(int year, int month) {
        boolean leap = month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return DAYS[month - 1] + (leap ? 1 : 0);
    }

    /** Days since 1970, counting years from March so that the leap day is a year's last. */
    private static long daysTo(int year, int month, int day) {
        long y = month <= 2 ? year - 1L : year;
        long era = Math.floorDiv(y, 400);
        long yearOfEra = y - era * 400;
        long dayOfYear = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - DAYS_TO_1970;
    }

    /** Whether it lies in the years 1970 to 2261, which is what Elasticsearch takes as a date with nanoseconds. */
    public boolean isStorable() {
        return seconds >= 0 && seconds < 9_214_646_400L;
    }

    /** Whether it lies in the years 0 to 9999, which is what Elasticsearch takes as a date. */
    public boolean hasFourDigitYear() {
        return seconds >= -62_167_219_200L && seconds < 253_402_300_800L;
    }

    /** The time in UTC as a JSON string, such as {@code "2024-05-06T07:08:09.123Z"}: 3, 6 or 9 digits of fraction. */
    public Leaf toLeaf() {
        long days = Math.floorDiv(seconds, SECONDS_PER_DAY);
        final int second = (int) (seconds - days * SECONDS_PER_DAY);
        long z = days + DAYS_TO_1970;
        final long era = Math.floorDiv(z, 146_097);
        long dayOfEra = z - era * 146_097;
        final long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long monthFromMarch = (5 * dayOfYear + 2) / 153;
        int month = (int) (monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9);
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        int day = (int) (dayOfYear - (153 * monthFromMarch + 2) / 5 + 1);

        byte[] json = new byte[48];
        int at = 0;
        json[at++] = '"';
        at = putYear(json, at, year);
        json[at++] = '-';
        at = put(json, at, month, 2);
        json[at++] = '-';
        at = put(json, at, day, 2);
        json[at++] = 'T';
        at = put(json, at, second / 3600, 2);
        json[at++] = ':';
        at = put(json, at, second / 60 % 60, 2);
        json[at++] = ':';
        at = put(json, at, second % 60, 2);
        json[at++] = '.';
        at = putFraction(json, at);
        json[at++] = 'Z';
        json[at++] = '"';
        return new Leaf(Leaf.Kind.STRING, json, 0, at, hasFourDigitYear() ? Leaf.TIME : 0);
    }

    /** The leaf that this time was read from, where it is written as {@link #toLeaf} would, with milliseconds; else a new one. */
    public Leaf toLeaf(Leaf readFrom) {
        byte[] json = readFrom.bytes();
        boolean same = readFrom.kind() == Leaf.Kind.STRING && isWritten(json, readFrom.from() + 1, readFrom.to() - 1);
        return same ? new Leaf(Leaf.Kind.STRING, json, readFrom.from(), readFrom.to(), Leaf.TIME) : toLeaf();
    }

    /** Writes what stands between the quotes of that leaf, of a text that this time was read from. */
    public void write(JsonOutput out, byte[] text, int from, int to) {
        if (isWritten(text, from, to)) {
            out.write(text, from, to);
        } else {
            Leaf leaf = toLeaf();
            out.write(leaf.bytes(), leaf.from() + 1, leaf.to() - 1);
        }
    }

    private static boolean isWritten(byte[] text, int from, int to) {
        return to - from == "2024-05-06T07:08:09.123Z".length()
                && text[from + 4] == '-'
                && text[from + 7] == '-'
                && text[from + 10] == 'T'
                && (text[from + 11] != '2' || text[from + 12] != '4')
                && text[from + 13] == ':'
                && text[from + 16] == ':'
                && text[from + 17] != '6'
                && text[from + 19] == '.'
                && text[from + 23] == 'Z';
    }

    private int putFraction(byte[] json, int at) {
        if (nanos % 1_000_000 == 0) {
            return put(json, at, nanos / 1_000_000, 3);
        }
        return nanos % 1000 == 0 ? put(json, at, nanos / 1000, 6) : put(json, at, nanos, 9);
    }

    private static int putYear(byte[] json, int at, long year) {
        if (year >= 0 && year <= 9999) {
            return put(json, at, (int) year, 4);
        }
        json[at] = (byte) (year < 0 ? '-' : '+');
        long absolute = Math.abs(year);
        return put(
                json,
                at + 1,
                (int) absolute,
                Math.max(4, Long.toString(absolute).length()));
    }

    private static int put(byte[] json, int at, int number, int digits) {
        int rest = number;
        for (int i = at + digits - 1; i >= at; i--) {
            json[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + digits;
    }
}
