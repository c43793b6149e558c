package com.jisu.logs.parsers.extract;

import com.jisu.logs.parsers.time.Moment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.joda.time.DateTimeZone;
import org.joda.time.LocalDate;
import org.joda.time.format.DateTimeFormat;

/**
 * Reads what most times look like: numbers of two and four digits, short names of months, an offset. Whatever is written otherwise is left
 * to Joda-Time, which may take it, and needs ten times as long. Immutable, and shared by all threads.
 */
final class PlainDate {

    private static final Pattern PARTS = Pattern.compile("'([^']+)'|([A-Za-z])\\2*|[^A-Za-z']+");
    private static final int MONTHS = 12;
    private static final int HOURS = 24;
    private static final int SIXTY = 60;
    private static final int NANOS_OF_A_MILLI = 1_000_000;
    private static final long MILLIS_OF_A_MINUTE = 60_000;

    private enum Field {
        YEAR("yyyy", 4),
        MONTH("MM", 2),
        MONTH_NAME("MMM", 0),
        DAY("dd", 2),
        SHORT_DAY("d", 1),
        HOUR("HH", 2),
        MINUTE("mm", 2),
        SECOND("ss", 2),
        MILLIS("SSS", 3),
        OFFSET("Z", 0),
        LITERAL("", 0);

        private final String letters;
        private final int digits;

        Field(String letters, int digits) {
            this.letters = letters;
            this.digits = digits;
        }

        static Field of(String letters) {
            return Arrays.stream(values())
                    .filter(each -> each.letters.equals(letters))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** A part of a form; the text is that of a literal. */
    private record Part(Field field, String text) {}

    private final Part[] parts;
    private final String[] months;
    private final boolean hasOffset;

    private PlainDate(List<Part> parts, Locale locale) {
        this.parts = parts.toArray(Part[]::new);
        this.months = IntStream.rangeClosed(1, MONTHS)
                .mapToObj(month ->
                        DateTimeFormat.forPattern("MMM").withLocale(locale).print(new LocalDate(2000, month, 1)))
                .toArray(String[]::new);
        this.hasOffset = parts.stream().anyMatch(part -> part.field == Field.OFFSET);
    }

    /** @return null for forms that are not of this kind */
    static PlainDate of(String format, Locale locale) {
        List<Part> parts = new ArrayList<>();
        Set<Field> fields = EnumSet.noneOf(Field.class);
        Matcher matcher = PARTS.matcher(format);
        int at = 0;
        while (at < format.length() && matcher.find(at) && matcher.start() == at) {
            Field field = matcher.group(2) == null ? Field.LITERAL : Field.of(matcher.group());
            boolean apart = at == 0
                    || field == Field.OFFSET
                    || field == Field.LITERAL != (parts.get(parts.size() - 1).field == Field.LITERAL);
            if (field == null || !apart || field != Field.LITERAL && !fields.add(field)) {
                return null;
            }
            parts.add(new Part(field, matcher.group(1) == null ? matcher.group() : matcher.group(1)));
            at = matcher.end();
        }
        boolean whole = at == format.length()
                && fields.containsAll(EnumSet.of(Field.YEAR, Field.HOUR))
                && fields.contains(Field.MONTH) != fields.contains(Field.MONTH_NAME)
                && fields.contains(Field.DAY) != fields.contains(Field.SHORT_DAY);
        return whole ? new PlainDate(parts, locale) : null;
    }

    /** Epoch milliseconds; {@link DateFormat#NONE} where only Joda-Time knows. */
    long millis(String text, DateTimeZone zone) {
        Reading reading = new Reading(text);
        for (Part part : parts) {
            if (!reading.read(part)) {
                return DateFormat.NONE;
            }
        }
        long local = reading.at == text.length() ? reading.local() : DateFormat.NONE;
        if (local == DateFormat.NONE || hasOffset) {
            return local;
        }
        int offset = zone.getOffsetFromLocal(local);
        long millis = local - offset;
        return zone.getOffset(millis) == offset ? millis : DateFormat.NONE; // else there is no such time in the zone
    }

    /** A text that is being read. */
    private final class Reading {
        private final String text;
        private int at;
        private int year;
        private int month;
        private int day;
        private int second;
        private int millis;
        private long offsetMillis;

        Reading(String text) {
            this.text = text;
        }

        boolean read(Part part) {
            if (part.field == Field.LITERAL) {
                at += part.text.length();
                return text.startsWith(part.text, at - part.text.length());
            }
            if (part.field == Field.MONTH_NAME) {
                return name();
            }
            if (part.field == Field.OFFSET) {
                return offset();
            }
            int number = number(part.field == Field.SHORT_DAY && isDigit(at + 1) ? 2 : part.field.digits);
            switch (part.field) {
                case YEAR -> year = number;
                case MONTH -> month = number;
                case DAY, SHORT_DAY -> day = number;
                case MILLIS -> millis = number;
                case HOUR -> second += number * SIXTY * SIXTY;
                case MINUTE -> second += number * SIXTY;
                default -> second += number;
            }
            return number >= 0 && number <= largest(part.field);
        }

        private static int largest(Field field) {
            return switch (field) {
                case HOUR -> HOURS - 1;
                case MINUTE, SECOND -> SIXTY - 1;
                default -> Integer.MAX_VALUE;
            };
        }

        private boolean isDigit(int place) {
            return place < text.length() && text.charAt(place) >= '0' && text.charAt(place) <= '9';
        }

        /** A number of so many digits; negative if there is none. */
        private int number(int digits) {
            int number = 0;
            for (int end = at + digits; at < end; at++) {
                if (!isDigit(at)) {
                    return -1;
                }
                number = number * 10 + text.charAt(at) - '0';
            }
            return isDigit(at) ? -1 : number;
        }

        private boolean name() {
            for (int i = 0; i < MONTHS; i++) {
                if (text.startsWith(months[i], at)) {
                    at += months[i].length();
                    month = i + 1;
                    return true;
                }
            }
            return false;
        }

        private boolean offset() {
            char sign = at < text.length() ? text.charAt(at) : ' ';
            at++;
            int number = number(4);
            int hours = number / 100;
            int minutes = number % 100;
            offsetMillis = (sign == '-' ? -1 : 1) * (hours * SIXTY + minutes) * MILLIS_OF_A_MINUTE;
            return (sign == '-' || sign == '+') && number >= 0 && hours < HOURS && minutes < SIXTY;
        }

        private long local() {
            Moment moment = new Moment();
            boolean isDay = moment.set(year, month, day, second, millis * NANOS_OF_A_MILLI, 0);
            return isDay ? moment.millis() - offsetMillis : DateFormat.NONE;
        }
    }
}
