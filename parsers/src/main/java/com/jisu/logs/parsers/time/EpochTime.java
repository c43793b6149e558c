package com.jisu.logs.parsers.time;

import com.jisu.logs.parsers.json.Ascii;

/**
 * Reads times as seconds, milliseconds, microseconds or nanoseconds since 1970, with or without a fraction.
 *
 * <p>Their numbers from 1973 to 5138 do not overlap: seconds have 9 to 11 digits in front of the point, each further unit
 * three more. Other numbers are no times: a {@code "time": 12} is more likely a duration.
 */
public final class EpochTime {

    private static final int MIN_DIGITS = 9;
    private static final int MAX_DIGITS = 20;
    private static final int MAX_LENGTH = 40;
    private static final int MAX_EXPONENT_DIGITS = 3;

    /** More than any exponent that is read. */
    private static final int NO_EXPONENT = 1 << 16;

    private EpochTime() {}

    /** @param text the digits, with a fraction and an exponent if need be */
    public static boolean parse(byte[] text, int from, int to, Moment into) {
        if (to - from > MAX_LENGTH) {
            return false;
        }
        final int point = Ascii.afterDigits(text, from, to);
        int end = point;
        if (end < to && text[end] == '.') {
            end = Ascii.afterDigits(text, end + 1, to);
        }
        int exponent = exponent(text, end, to);
        if (point == from || exponent == NO_EXPONENT) {
            return false;
        }
        int first = from;
        while (first < end && (text[first] == '0' || text[first] == '.')) {
            first++;
        }
        int digits = point - first + (first > point ? 1 : 0) + exponent;
        if (first == end || digits < MIN_DIGITS || digits > MAX_DIGITS) {
            return false;
        }
        int ofSeconds = MIN_DIGITS + (digits - MIN_DIGITS) % 3;
        long seconds = 0;
        long nanos = 0;
        int at = first;
        for (int i = 0; i < ofSeconds + 9; i++) {
            at += at == point && at < end ? 1 : 0;
            int digit = at < end ? text[at++] - '0' : 0;
            if (i < ofSeconds) {
                seconds = seconds * 10 + digit;
            } else {
                nanos = nanos * 10 + digit;
            }
        }
        into.set(seconds, (int) nanos);
        return true;
    }

    private static int exponent(byte[] text, int from, int to) {
        if (from == to) {
            return 0;
        }
        if ((text[from] | 0x20) != 'e') {
            return NO_EXPONENT;
        }
        int at = from + 1;
        boolean negative = at < to && text[at] == '-';
        at += negative || at < to && text[at] == '+' ? 1 : 0;
        if (at == to || to - at > MAX_EXPONENT_DIGITS || Ascii.afterDigits(text, at, to) != to) {
            return NO_EXPONENT;
        }
        int exponent = 0;
        for (; at < to; at++) {
            exponent = exponent * 10 + text[at] - '0';
        }
        return negative ? -exponent : exponent;
    }
}
