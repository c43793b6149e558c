package com.jisu.logs.parsers.time;

import static java.time.format.DateTimeFormatter.ISO_LOCAL_DATE;
import static java.time.format.DateTimeFormatter.ISO_LOCAL_TIME;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.joda.time.DateTimeZone;
import org.joda.time.MutableDateTime;
import org.joda.time.format.DateTimeFormat;
import org.joda.time.format.DateTimeFormatter;
import org.joda.time.format.ISODateTimeFormat;

/**
 * Reads ISO 8601 times: the common forms itself, to the nanosecond, the others (week dates, ordinal dates, fractions of
 * an hour, years of other than four digits) as Logstash does, with Joda-Time, to the millisecond. No offset means UTC.
 */
public final class IsoTime {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int MINUTE_LENGTH = "2024-05-06T07:08".length();

    /** Bytes of the longest text that is given to Joda-Time. */
    private static final int MAX_LENGTH = 64;

    /** How Logstash reads an event's own {@code @timestamp}: by java.time, with less ISO 8601 than its date filter. */
    private static final java.time.format.DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(ISO_LOCAL_TIME)
            .optionalEnd()
            .optionalStart()
            .appendZoneOrOffsetId()
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHmmss", "Z")
            .optionalEnd()
            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
            .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
            .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
            .parseDefaulting(ChronoField.NANO_OF_SECOND, 0)
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final int SECOND_LENGTH = "2024-05-06T07:08:09".length();
    private static final int LONGEST_TIMESTAMP = "2024-05-06T07:08:09.123456789Z".length();

    /** Digits behind the point that Joda-Time reads. */
    private static final int MAX_FRACTION = 9;

    /** Made when the first rare form is met: Joda-Time takes a good part of a short command's start. */
    private static final class Joda {
        private static final DateTimeFormatter ISO =
                ISODateTimeFormat.dateTimeParser().withZoneUTC();

        /** What Logstash's date filter tries where its ISO8601 is no ISO 8601. */
        private static final DateTimeFormatter[] WITH_SPACE = {
            DateTimeFormat.forPattern("yyyy-MM-dd HH:mm:ss.SSSZ").withZoneUTC(),
            DateTimeFormat.forPattern("yyyy-MM-dd HH:mm:ss.SSS").withZoneUTC(),
            DateTimeFormat.forPattern("yyyy-MM-dd HH:mm:ss,SSSZ").withZoneUTC(),
            DateTimeFormat.forPattern("yyyy-MM-dd HH:mm:ss,SSS").withZoneUTC()
        };

        private Joda() {}
    }

    private final Moment read = new Moment();

    // The text of the last minute that was read, and when it began if its clock was UTC.
    private long minuteFirst;
    private long minuteRest;
    private long minuteSeconds;

    private byte[] in;
    private int at;
    private int end;
    private int nanos;
    private int fractionDigits;
    private int offset;
    private boolean hasZone;

    /** Every form, and each of them with a space for the T. */
    public boolean parse(byte[] text, int from, int to, Moment into) {
        if (common(text, from, to, true, into)) {
            return true;
        }
        String rest = mayBeTime(text, from, to);
        return rest != null && (joda(Joda.ISO, rest, into) || joda(Joda.ISO, rest.replaceFirst(" ", "T"), into));
    }

    /** What Logstash's date filter reads as {@code ISO8601}. */
    public boolean parseAsLogstash(byte[] text, int from, int to, Moment into) {
        if (common(text, from, to, false, into)) {
            return fractionDigits <= MAX_FRACTION;
        }
        String rest = mayBeTime(text, from, to);
        if (rest == null) {
            return false;
        }
        if (joda(Joda.ISO, rest, into)) {
            return true;
        }
        for (DateTimeFormatter format : Joda.WITH_SPACE) {
            if (joda(format, rest, into)) {
                return true;
            }
        }
        return false;
    }

    /** What Logstash reads as an event's own time. */
    public boolean parseTimestamp(byte[] text, int from, int to, Moment into) {
        boolean usual = to - from > SECOND_LENGTH
                && to - from <= LONGEST_TIMESTAMP
                && text[to - 1] == 'Z'
                && text[from + SECOND_LENGTH] != ',';
        if (usual && common(text, from, to, false, into)) {
            return true;
        }
        String rest = mayBeTime(text, from, to);
        if (rest == null) {
            return false;
        }
        try {
            Instant time = TIMESTAMP.parse(rest, Instant::from);
            into.set(time.getEpochSecond(), time.getNano());
            return into.hasFourDigitYear();
        } catch (DateTimeException e) {
            return false; // how java.time says it
        }
    }

    /** The common forms: a date of ten characters, a T, hours and minutes at least, perhaps an offset. */
    public boolean parseCommon(byte[] text, int from, int to, Moment into) {
        return common(text, from, to, false, into);
    }

    /** The common forms, and each of them with a blank for the T. */
    boolean parseWithBlank(byte[] text, int from, int to, Moment into) {
        return common(text, from, to, true, into);
    }

    /** Whether the time of a common form that was read last named its zone. */
    boolean hasZone() {
        return hasZone;
    }

    private static String mayBeTime(byte[] text, int from, int to) {
        if (to - from > MAX_LENGTH || to == from) {
            return null;
        }
        byte first = text[from];
        boolean possible = first >= '0' && first <= '9' || first == '+' || first == '-' || (first | 0x20) == 't';
        return possible ? new String(text, from, to - from, StandardCharsets.UTF_8) : null;
    }

    private boolean joda(DateTimeFormatter format, String text, Moment into) {
        MutableDateTime joda = new MutableDateTime(0, DateTimeZone.UTC);
        try {
            // Says at once whether it is of this form, without an exception. But it leaves the fields that the text
            // does not
            // name as they were: of a week without a day, the Thursday of 1970's first day.
            if (format.parseInto(joda, text, 0) != text.length()) {
                return false;
            }
            into.setMillis(format.parseMillis(text));
            return true;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return false; // the right form, but no such time: how Joda-Time says it
        }
    }

    private boolean common(byte[] text, int from, int to, boolean space, Moment into) {
        if (to - from < MINUTE_LENGTH || text[from + 4] != '-' || text[from + 7] != '-') {
            return false;
        }
        byte separator = text[from + 10];
        if ((separator | 0x20) != 't' && !(space && separator == ' ')) {
            return false;
        }
        in = text;
        end = to;
        if (!minute(from)) {
            return false;
        }
        at = from + MINUTE_LENGTH;
        nanos = 0;
        fractionDigits = 0;
        int second = 0;
        if (at < end && in[at] == ':') {
            second = digits(at + 1, 2);
            if (second < 0 || second > 59) {
                return false;
            }
            at += 3;
            if (!fraction()) {
                return false;
            }
        }
        if (!zone()) {
            return false;
        }
        into.set(minuteSeconds + second - offset, nanos);
        return true;
    }

    /** Reads the date, hour and minute, which are mostly those that were read last. */
    private boolean minute(int from) {
        long first = (long) LONGS.get(in, from);
        long rest = (long) LONGS.get(in, from + Long.BYTES);
        if (first == minuteFirst && rest == minuteRest) {
            return true;
        }
        int year = digits(from, 4);
        int month = digits(from + 5, 2);
        int day = digits(from + 8, 2);
        int hour = digits(from + 11, 2);
        int minute = in[from + 13] == ':' ? digits(from + 14, 2) : -1;
        boolean valid = (year | month | day | hour | minute) >= 0
                && hour <= 23
                && minute <= 59
                && read.set(year, month, day, hour * 3600 + minute * 60, 0, 0);
        if (valid) {
            minuteFirst = first;
            minuteRest = rest;
            minuteSeconds = read.seconds();
        }
        return valid;
    }

    private boolean fraction() {
        if (at >= end || in[at] != '.' && in[at] != ',') {
            return true;
        }
        at++;
        final int from = at;
        int scale = 100_000_000;
        for (; at < end && in[at] >= '0' && in[at] <= '9'; at++) {
            nanos += (in[at] - '0') * scale;
            scale /= 10;
        }
        fractionDigits = at - from;
        return fractionDigits > 0;
    }

    private boolean zone() {
        offset = 0;
        hasZone = at < end;
        if (!hasZone) {
            return true;
        }
        byte sign = in[at++];
        if ((sign | 0x20) == 'z') {
            return at == end;
        }
        if (sign != '+' && sign != '-') {
            return false;
        }
        int hours = digits(at, 2);
        int minutes = 0;
        if (hours < 0 || hours > 23) {
            return false;
        }
        at += 2;
        if (at < end) {
            at += in[at] == ':' ? 1 : 0;
            minutes = digits(at, 2);
            if (minutes < 0 || minutes > 59 || at + 2 != end) {
                return false;
            }
        }
        offset = (hours * 60 + minutes) * (sign == '-' ? -60 : 60);
        return true;
    }

    /** A number of exactly so many digits, or -1. */
    private int digits(int from, int count) {
        if (end - from < count) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < from + count; i++) {
            int digit = in[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
