package com.jisu.logs.parsers.time;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Reads times as seconds or milliseconds since 1970, with or without a fraction.
 *
 * <p>Seconds from 1973 to 5138 and milliseconds of the same years do not overlap. Other numbers are no times: a
 * {@code "time": 12} is more likely a duration.
 */
public final class EpochTime {

    private static final BigDecimal MIN_SECONDS = new BigDecimal(100_000_000L);
    private static final BigDecimal MIN_MILLIS = new BigDecimal(100_000_000_000L);
    private static final BigDecimal MAX_MILLIS = new BigDecimal(100_000_000_000_000L);

    private static final int MAX_LENGTH = 40;

    private EpochTime() {}

    /** @param text the digits, with a fraction and an exponent if need be */
    public static boolean parse(byte[] text, int from, int to, Moment into) {
        int length = to - from;
        if (length < 1 || length > MAX_LENGTH) {
            return false;
        }
        for (int i = from; i < to; i++) {
            boolean digit = text[i] >= '0' && text[i] <= '9';
            if (!digit && (i == from || ".eE+-".indexOf(text[i]) < 0)) {
                return false;
            }
        }
        BigDecimal number;
        try {
            number = new BigDecimal(new String(text, from, length, StandardCharsets.US_ASCII));
        } catch (NumberFormatException e) {
            return false;
        }
        if (Math.abs((long) number.scale()) > MAX_LENGTH
                || number.compareTo(MIN_SECONDS) < 0
                || number.compareTo(MAX_MILLIS) >= 0) {
            return false;
        }
        BigDecimal seconds = number.compareTo(MIN_MILLIS) < 0 ? number : number.movePointLeft(3);
        BigDecimal whole = seconds.setScale(0, RoundingMode.DOWN);
        int nanos = seconds.subtract(whole)
                .movePointRight(9)
                .setScale(0, RoundingMode.DOWN)
                .intValueExact();
        into.set(whole.longValueExact(), nanos);
        return true;
    }
}
