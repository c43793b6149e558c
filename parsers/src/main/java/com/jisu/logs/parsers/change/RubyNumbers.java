package com.jisu.logs.parsers.change;

import com.jisu.logs.parsers.tree.StepFailure;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** Numbers as Ruby, and so Logstash, reads them in texts. */
final class RubyNumbers {

    /** Digits of the longest whole number that is made of a text. */
    private static final int MOST_DIGITS = 1000;

    private static final int HEX = 16;

    private static final String DIGITS = "\\d++(?:_\\d++)*+";

    private static final Pattern HEX_INTEGER = Pattern.compile("[+-]?0[xX]([0-9a-fA-F]++(?:_[0-9a-fA-F]++)*+)");
    private static final Pattern HEX_BEGIN = Pattern.compile("[+-]?0[xX]");
    private static final Pattern HEX_FLOAT =
            Pattern.compile("[+-]?0[xX][0-9a-fA-F]++(?:\\.[0-9a-fA-F]++)?(?:[pP][+-]?\\d{1,9})?");
    private static final Pattern DECIMAL = Pattern.compile(
            "[+-]?(?:" + DIGITS + "(?:\\.(?:" + DIGITS + ")?)?|\\.(?:" + DIGITS + "))(?:[eEdD][+-]?\\d{1,9})?");
    private static final Pattern FLOAT = Pattern.compile(
            "[+-]?(?:" + DIGITS + "(?:\\." + DIGITS + ")?|\\." + DIGITS + ")(?:[eE][+-]?" + DIGITS + ")?");

    private RubyNumbers() {}

    /** The whole number of a text; what is behind a decimal point is cut off. */
    static BigInteger integer(String text) throws StepFailure {
        String value = RubyStrings.strip(text).replace(",", "");
        if (HEX_BEGIN.matcher(value).lookingAt()) {
            return hexInteger(value);
        }
        if (value.length() > MOST_DIGITS || !DECIMAL.matcher(value).matches()) {
            throw unreadable(text, "a whole number");
        }
        BigDecimal number = new BigDecimal(
                value.replace("_", "").replace('d', 'e').replace('D', 'e').replaceFirst("\\.(?=[eE]|$)", ""));
        long digits = number.precision() - (long) number.scale(); // before the point
        if (number.signum() == 0 || digits <= 0) {
            return BigInteger.ZERO;
        }
        if (digits > MOST_DIGITS) {
            throw unreadable(text, "a whole number of a sensible size");
        }
        return number.toBigInteger();
    }

    private static BigInteger hexInteger(String value) throws StepFailure {
        if (value.length() <= MOST_DIGITS && HEX_INTEGER.matcher(value).matches()) {
            boolean negative = value.charAt(0) == '-';
            String digits = value.substring(value.indexOf('0') + 2).replace("_", "");
            BigInteger number = new BigInteger(digits, HEX);
            return negative ? number.negate() : number;
        }
        double number = hexFloat(value);
        if (value.indexOf('.') < 0) {
            throw unreadable(value, "a whole number");
        }
        return new BigDecimal(number).toBigInteger();
    }

    private static double hexFloat(String value) throws StepFailure {
        if (value.length() > MOST_DIGITS
                || !HEX_FLOAT.matcher(value.replace("_", "")).matches()) {
            throw unreadable(value, "a number");
        }
        String plain = value.replace("_", "");
        boolean hasExponent = plain.indexOf('p') >= 0 || plain.indexOf('P') >= 0;
        return finite(Double.parseDouble(hasExponent ? plain : plain + "p0"), value);
    }

    /** The floating point number of a text. */
    static double decimal(String text) throws StepFailure {
        String value = RubyStrings.strip(text).replace(",", "");
        if (HEX_BEGIN.matcher(value).lookingAt()) {
            return hexFloat(value);
        }
        if (value.length() > MOST_DIGITS || !FLOAT.matcher(value).matches()) {
            throw unreadable(text, "a number");
        }
        return finite(Double.parseDouble(value.replace("_", "")), text);
    }

    private static double finite(double number, String text) throws StepFailure {
        if (Double.isInfinite(number)) {
            throw unreadable(text, "a number that a float can be");
        }
        return number;
    }

    private static StepFailure unreadable(String text, String wanted) {
        String shown = text.length() > 100 ? text.substring(0, 100) + "…" : text;
        return new StepFailure("'" + shown + "' is not " + wanted);
    }
}
