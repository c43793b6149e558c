package com.jisu.logs.parsers.time;

/**
 * Reads the time of a day: {@code 15:53:47.123} or {@code 155347.123}, without seconds or minutes, too. A fraction is
 * one of the last part that is named. {@code 24:00} is the end of the day, {@code :60} the first second of the next
 * minute, as nobody's clock here has leap seconds.
 */
final class ClockReader {

    private static final long BILLION = 1_000_000_000;

    private int second;
    private int nanos;

    /** Seconds since the day began; the day's end and beyond are possible. */
    int second() {
        return second;
    }

    int nanos() {
        return nanos;
    }

    /** Makes it midnight. */
    void clear() {
        second = 0;
        nanos = 0;
    }

    boolean read(TimeCursor text) {
        clear();
        int digits = text.digits();
        return digits <= 2 ? separated(text) : compact(text, digits);
    }

    private boolean separated(TimeCursor text) {
        if (!text.readNumber(1, 2)) {
            return false;
        }
        final int hour = text.number();
        int minute = 0;
        int itsSecond = 0;
        int unit = 3600;
        if (text.skip(':')) {
            if (!text.readNumber(1, 2)) {
                return false;
            }
            minute = text.number();
            unit = 60;
            if (text.skip(':')) {
                if (!text.readNumber(1, 2)) {
                    return false;
                }
                itsSecond = text.number();
                unit = 1;
            }
        }
        boolean fraction = text.skip('.') || text.skip(',') || unit == 1 && text.skip(':');
        return (!fraction || fraction(text, unit)) && set(hour, minute, itsSecond);
    }

    private boolean compact(TimeCursor text, int digits) {
        if (digits != 4 && digits < 6) {
            return false;
        }
        text.readDigits(2);
        final int hour = text.number();
        text.readDigits(2);
        final int minute = text.number();
        int itsSecond = 0;
        if (digits > 4) {
            text.readDigits(2);
            itsSecond = text.number();
        }
        boolean fraction = text.isAtDigit() || text.skip('.') || text.skip(',');
        return (!fraction || fraction(text, digits > 4 ? 1 : 60)) && set(hour, minute, itsSecond);
    }

    private boolean fraction(TimeCursor text, int unit) {
        if (!text.isAtDigit()) {
            return false;
        }
        long all = (long) text.readBillionths() * unit;
        second = (int) (all / BILLION);
        nanos = (int) (all % BILLION);
        return true;
    }

    private boolean set(int hour, int minute, int itsSecond) {
        boolean isEnd = hour == 24 && minute == 0 && itsSecond == 0 && second == 0 && nanos == 0;
        second += hour * 3600 + minute * 60 + itsSecond;
        return (hour < 24 || isEnd) && minute < 60 && itsSecond <= 60;
    }
}
