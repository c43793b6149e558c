package com.jisu.logs.parsers.extract;

import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.tree.Values;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as Ruby reads them: what stands at the beginning of a text, and 0 of what is none. */
final class RubyNumbers {

    private static final Pattern NUMBER =
            Pattern.compile("\\s*([+-]?\\d[\\d_]*(?:\\.\\d[\\d_]*)?(?:[eE][+-]?\\d+)?|[+-]?\\.\\d+)");
    private static final int MOST_DIGITS_OF_A_LONG = 18;

    private RubyNumbers() {}

    /** The whole number at the beginning of ASCII. */
    static JsonValue integer(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && (bytes[at] == ' ' || bytes[at] >= '\t' && bytes[at] <= '\r')) {
            at++;
        }
        boolean negative = at < to && bytes[at] == '-';
        if (at < to && (bytes[at] == '-' || bytes[at] == '+')) {
            at++;
        }
        long number = 0;
        int digits = 0;
        int begin = at;
        for (; at < to && isDigit(bytes, at, begin); at++) {
            if (bytes[at] == '_') {
                continue;
            }
            number = number * 10 + bytes[at] - '0';
            digits++;
        }
        if (digits > MOST_DIGITS_OF_A_LONG) {
            BigInteger big =
                    new BigInteger(new String(bytes, begin, at - begin, StandardCharsets.US_ASCII).replace("_", ""));
            return Values.json(negative ? big.negate() : big);
        }
        return Leaf.number(negative ? -number : number);
    }

    private static boolean isDigit(byte[] bytes, int at, int begin) {
        return bytes[at] >= '0' && bytes[at] <= '9' || bytes[at] == '_' && at > begin && bytes[at - 1] != '_';
    }

    /** The number at the beginning of a text. */
    static Double number(String text) {
        Matcher number = NUMBER.matcher(text);
        return number.lookingAt() ? Double.valueOf(number.group(1).replace("_", "")) : Double.valueOf(0);
    }
}
