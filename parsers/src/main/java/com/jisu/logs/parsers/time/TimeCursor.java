package com.jisu.logs.parsers.time;

import com.jisu.logs.parsers.json.Ascii;
import java.nio.charset.StandardCharsets;

/** The text of a time, which the readers of its parts read from left to right. */
final class TimeCursor {

    private byte[] in;
    private int at;
    private int end;
    private int number;

    void begin(byte[] text, int from, int to) {
        in = text;
        at = from;
        end = to;
    }

    boolean isAtEnd() {
        return at == end;
    }

    /** How many bytes are left. */
    int left() {
        return end - at;
    }

    /** The next byte; NUL where there is none. */
    int next() {
        return at < end ? in[at] : 0;
    }

    boolean isAtDigit() {
        return isDigit(next());
    }

    boolean isAtLetter() {
        return isLetter(next());
    }

    /** Whether a plus or a minus is next. */
    boolean isAtSign() {
        return next() == '+' || next() == '-';
    }

    boolean skip(char c) {
        boolean is = at < end && in[at] == c;
        at += is ? 1 : 0;
        return is;
    }

    /** Skips a letter, be it upper or lower case. */
    boolean skipLetter(char lowerCase) {
        boolean is = at < end && (in[at] | 0x20) == lowerCase;
        at += is ? 1 : 0;
        return is;
    }

    /** Skips blanks; whether there are any. */
    boolean skipBlanks() {
        int from = at;
        while (at < end && in[at] == ' ') {
            at++;
        }
        return at > from;
    }

    /** How many digits are next. */
    int digits() {
        return Ascii.afterDigits(in, at, end) - at;
    }

    /** Reads all digits that are next, if there are so many. */
    boolean readNumber(int minDigits, int maxDigits) {
        int digits = digits();
        return digits >= minDigits && digits <= maxDigits && readDigits(digits);
    }

    /** Reads so many digits, at most nine, whatever follows them. */
    boolean readDigits(int count) {
        if (end - at < count) {
            return false;
        }
        int read = 0;
        for (int i = at; i < at + count; i++) {
            if (!isDigit(in[i])) {
                return false;
            }
            read = read * 10 + in[i] - '0';
        }
        at += count;
        number = read;
        return true;
    }

    /** The number that was read last. */
    int number() {
        return number;
    }

    /** Reads all digits that are next as those behind a point, in billionths; what is smaller is cut. */
    int readBillionths() {
        int read = 0;
        int scale = 100_000_000;
        for (; at < end && isDigit(in[at]); at++) {
            read += (in[at] - '0') * scale;
            scale /= 10;
        }
        return read;
    }

    /**
     * Reads a word that is one of these names, or their first three letters or more, in any case.
     *
     * @param names in lower case
     * @return its place among them, or -1, where nothing is read
     */
    int readName(String... names) {
        int letters = 0;
        while (at + letters < end && isLetter(in[at + letters])) {
            letters++;
        }
        for (int i = 0; i < names.length && letters >= 3; i++) {
            if (beginsWith(letters, names[i])) {
                at += letters;
                return i;
            }
        }
        return -1;
    }

    private boolean beginsWith(int letters, String name) {
        for (int i = 0; i < letters; i++) {
            if (i == name.length() || (in[at + i] | 0x20) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Reads what is next of letters, and of further characters. */
    String readWord(String otherCharacters) {
        int from = at;
        while (at < end && (isLetter(in[at]) || otherCharacters.indexOf(in[at]) >= 0)) {
            at++;
        }
        return new String(in, from, at - from, StandardCharsets.US_ASCII);
    }

    /** Skips up to and with the last byte of the text, if it is this one. */
    boolean skipToLast(char last) {
        boolean is = at < end && in[end - 1] == last;
        at = is ? end : at;
        return is;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(int c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }
}
