package com.jisu.logs.parsers.template;

import com.jisu.logs.parsers.json.Ascii;

/** Where numbers and booleans end. */
final class Scalars {

    /** Digits of the longest number; what is longer is the scanner's to judge. */
    private static final int MAX_NUMBER = 40;

    private Scalars() {}

    /** The offset behind a number as JSON has it, or -1. */
    static int number(byte[] in, int begin, int end) {
        int i = begin < end && in[begin] == '-' ? begin + 1 : begin;
        int whole = digits(in, i, end);
        if (whole == i || (in[i] == '0' && whole > i + 1)) {
            return -1;
        }
        if (whole < end && in[whole] == '.') {
            int fraction = digits(in, whole + 1, end);
            if (fraction == whole + 1) {
                return -1;
            }
            whole = fraction;
        }
        if (whole < end && (in[whole] | 0x20) == 'e') {
            int sign = whole + 1 < end && (in[whole + 1] == '+' || in[whole + 1] == '-') ? whole + 2 : whole + 1;
            int exponent = digits(in, sign, end);
            if (exponent == sign) {
                return -1;
            }
            whole = exponent;
        }
        return whole - begin > MAX_NUMBER ? -1 : whole;
    }

    private static int digits(byte[] in, int begin, int end) {
        return Ascii.afterDigits(in, begin, end);
    }

    /** The offset behind {@code true} or {@code false}, or -1. */
    static int literal(byte[] in, int begin, int end) {
        if (end - begin >= 4 && in[begin] == 't' && in[begin + 1] == 'r' && in[begin + 2] == 'u') {
            return in[begin + 3] == 'e' ? begin + 4 : -1;
        }
        boolean isFalse = end - begin >= 5
                && in[begin] == 'f'
                && in[begin + 1] == 'a'
                && in[begin + 2] == 'l'
                && in[begin + 3] == 's'
                && in[begin + 4] == 'e';
        return isFalse ? begin + 5 : -1;
    }
}
