package com.jisu.logs.parsers.extract;

import java.math.BigInteger;

/** Times that are numbers. */
final class EpochDate {

    private static final long MILLIS = 1000;
    private static final int NANOS_OF_A_MILLI = 1_000_000;

    /** Seconds up to which a number is taken for seconds. */
    private static final long MOST_SECONDS = Integer.MAX_VALUE;

    /** Seconds that TAI is ahead of UTC since 1970, as Logstash reckons. */
    private static final long TAI_AHEAD = 10;

    /** Milliseconds on both sides of 1970 that are still a time: about 290 000 years less than numbers reach. */
    private static final double MOST_MILLIS = 9e15;

    private static final int TAI_SECONDS = 16;
    private static final int TAI_LENGTH = 24;
    private static final int HEX = 16;

    private EpochDate() {}

    /** Seconds, with or without a fraction; the fraction counts to the millisecond. */
    static long seconds(Object value) {
        if (value instanceof String text) {
            return seconds(text);
        }
        if (value instanceof Double number) {
            return number <= MOST_SECONDS && number > -MOST_MILLIS / MILLIS
                    ? (long) (number * MILLIS)
                    : DateFormat.NONE;
        }
        return value instanceof Long whole ? ofSeconds(whole, 0) : DateFormat.NONE;
    }

    private static long seconds(String text) {
        try {
            int dot = text.indexOf('.');
            if (dot < 0) {
                return ofSeconds(Long.parseLong(text), 0);
            }
            String fraction = text.substring(dot + 1, Math.min(text.length(), dot + 4));
            long millis = Long.parseLong((fraction + "00").substring(0, fraction.isEmpty() ? 0 : 3));
            return ofSeconds(Long.parseLong(text.substring(0, dot)), millis);
        } catch (NumberFormatException e) {
            return DateFormat.NONE;
        }
    }

    private static long ofSeconds(long seconds, long millis) {
        return seconds > MOST_SECONDS || seconds < -MOST_MILLIS / MILLIS ? DateFormat.NONE : seconds * MILLIS + millis;
    }

    static long millis(Object value) {
        try {
            long millis = value instanceof String text
                    ? Long.parseLong(text)
                    : value instanceof Number number && !(number instanceof BigInteger)
                            ? number.longValue()
                            : DateFormat.NONE;
            return Math.abs((double) millis) > MOST_MILLIS ? DateFormat.NONE : millis;
        } catch (NumberFormatException e) {
            return DateFormat.NONE;
        }
    }

    /** Seconds and nanoseconds in hexadecimal digits, with or without an at sign before them. */
    static long tai(Object value) {
        if (!(value instanceof String text)) {
            return DateFormat.NONE;
        }
        int from = text.startsWith("@") ? 1 : 0;
        if (text.length() < from + TAI_LENGTH) {
            return DateFormat.NONE;
        }
        try {
            long seconds = Long.parseLong(text.substring(from, from + TAI_SECONDS), HEX) & ((1L << 62) - 1);
            int nanos = Integer.parseInt(text.substring(from + TAI_SECONDS, from + TAI_LENGTH), HEX);
            double millis = (double) (seconds - TAI_AHEAD) * MILLIS;
            return millis > MOST_MILLIS ? DateFormat.NONE : (seconds - TAI_AHEAD) * MILLIS + nanos / NANOS_OF_A_MILLI;
        } catch (NumberFormatException e) {
            return DateFormat.NONE;
        }
    }
}
