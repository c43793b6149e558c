package com.jisu.logs.parsers.time;

import java.time.LocalDate;
import java.time.temporal.IsoFields;

/**
 * Reads dates: the calendar, week and ordinal dates of ISO 8601, extended and compact, the former also with slashes or
 * points; and those with the month's name. A year alone is no date.
 */
final class DateReader {

    private static final String[] MONTHS = {
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december"
    };

    private static final String[] WEEKDAYS = {
        "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"
    };

    private int year;
    private int month;
    private int day;

    /** The date's midnight, as a clock in UTC has it; false if there is no such day. */
    boolean midnight(Moment into) {
        return into.set(year, month, day, 0, 0, 0);
    }

    /** Reads a date that begins with digits: of the year, or of the day. */
    boolean read(TimeCursor text) {
        int digits = text.digits();
        return switch (digits) {
            case 1, 2 -> dayFirst(text);
            case 4 -> yearFirst(text);
            case 7 -> text.left() > digits && year(text) && ordinal(text);
            case 8 -> compact(text);
            default -> digits >= 14 && compact(text); // a time of day follows at once
        };
    }

    /** Reads the name of a day of the week, which says nothing that the date does not. */
    static boolean readWeekday(TimeCursor text) {
        return text.readName(WEEKDAYS) >= 0;
    }

    /** Reads {@code Nov 29}. */
    boolean readMonthAndDay(TimeCursor text) {
        return monthName(text) && text.skipBlanks() && dayNumber(text);
    }

    /** Reads a year of four digits, or of two: then it is one from 1950 to 2049, as in RFC 2822. */
    boolean readYear(TimeCursor text) {
        int digits = text.digits();
        if (digits != 4 && digits != 2) {
            return false;
        }
        text.readDigits(digits);
        year = text.number();
        if (digits == 2) {
            year += year < 50 ? 2000 : 1900;
        }
        return true;
    }

    private boolean dayFirst(TimeCursor text) {
        dayNumber(text);
        if (text.skipBlanks()) {
            return monthName(text) && text.skipBlanks() && readYear(text);
        }
        char separator = (char) text.next();
        return (separator == '/' || separator == '-')
                && text.skip(separator)
                && monthName(text)
                && text.skip(separator)
                && readYear(text);
    }

    private boolean yearFirst(TimeCursor text) {
        year(text);
        char separator = (char) text.next();
        if (text.skipLetter('w')) {
            return week(text, false);
        }
        if (separator != '-' && separator != '/' && separator != '.') {
            return false;
        }
        text.skip(separator);
        if (separator == '-' && text.skipLetter('w')) {
            return week(text, true);
        }
        if (separator == '-' && text.digits() == 3) {
            return ordinal(text);
        }
        if (!monthNumber(text) && !monthName(text)) {
            return false;
        }
        if (text.skip(separator)) {
            return dayNumber(text);
        }
        day = 1;
        return separator == '-' && text.isAtEnd();
    }

    private boolean compact(TimeCursor text) {
        year(text);
        text.readDigits(2);
        month = text.number();
        text.readDigits(2);
        day = text.number();
        return true;
    }

    private boolean year(TimeCursor text) {
        boolean read = text.readDigits(4);
        year = text.number();
        return read;
    }

    private boolean monthNumber(TimeCursor text) {
        boolean read = text.readNumber(1, 2);
        month = text.number();
        return read;
    }

    private boolean monthName(TimeCursor text) {
        month = text.readName(MONTHS) + 1;
        return month > 0;
    }

    private boolean dayNumber(TimeCursor text) {
        boolean read = text.readNumber(1, 2);
        day = text.number();
        return read;
    }

    private boolean ordinal(TimeCursor text) {
        if (!text.readDigits(3) || text.number() < 1 || text.number() > 366) {
            return false;
        }
        LocalDate date = LocalDate.ofYearDay(year, 1).plusDays(text.number() - 1L);
        return date.getYear() == year && set(date);
    }

    /** Reads a week, and perhaps a day of it, else it is its Monday. */
    private boolean week(TimeCursor text, boolean extended) {
        if (!text.readDigits(2)) {
            return false;
        }
        int week = text.number();
        int weekday = 1;
        if (extended ? text.skip('-') : text.isAtDigit()) {
            if (!text.readDigits(1)) {
                return false;
            }
            weekday = text.number();
        }
        LocalDate inFirstWeek = LocalDate.of(year, 1, 4);
        long weeks =
                IsoFields.WEEK_OF_WEEK_BASED_YEAR.rangeRefinedBy(inFirstWeek).getMaximum();
        if (week < 1 || week > weeks || weekday < 1 || weekday > 7) {
            return false;
        }
        int days = (week - 1) * 7 + weekday - inFirstWeek.getDayOfWeek().getValue();
        return set(inFirstWeek.plusDays(days));
    }

    private boolean set(LocalDate date) {
        year = date.getYear();
        month = date.getMonthValue();
        day = date.getDayOfMonth();
        return true;
    }
}
