package com.jisu.logs.parsers.regex;

/**
 * A set of ASCII characters. Immutable.
 *
 * @param low characters 0 to 63, a bit for each
 * @param high characters 64 to 127
 */
record ByteSet(long low, long high) {

    static final ByteSet NONE = new ByteSet(0, 0);
    static final ByteSet ALL = new ByteSet(-1, -1);
    static final ByteSet NEWLINE = of('\n');
    static final ByteSet DIGITS = range('0', '9');
    static final ByteSet LETTERS = range('a', 'z').or(range('A', 'Z'));
    static final ByteSet HEX_DIGITS = DIGITS.or(range('a', 'f')).or(range('A', 'F'));
    static final ByteSet WORD = LETTERS.or(DIGITS).or(of('_'));
    static final ByteSet SPACE = of(' ').or(range('\t', '\r'));

    private static final int HALF = 64;
    private static final int SIZE = 128;
    private static final int CASE = 'a' - 'A';

    static ByteSet of(int character) {
        return character < HALF ? new ByteSet(1L << character, 0) : new ByteSet(0, 1L << character - HALF);
    }

    /** All from one to another, both included. */
    static ByteSet range(int first, int last) {
        ByteSet set = NONE;
        for (int c = first; c <= last; c++) {
            set = set.or(of(c));
        }
        return set;
    }

    ByteSet or(ByteSet other) {
        return new ByteSet(low | other.low, high | other.high);
    }

    ByteSet not() {
        return new ByteSet(~low, ~high);
    }

    /** With the other case of each letter. */
    ByteSet inAnyCase() {
        ByteSet all = this;
        for (int c = 'A'; c <= 'Z'; c++) {
            if (has((byte) c) || has((byte) (c + CASE))) {
                all = all.or(of(c)).or(of(c + CASE));
            }
        }
        return all;
    }

    /** Whether a character, which must be one of ASCII, is in it. */
    boolean has(byte character) {
        return (((character & HALF) == 0 ? low : high) >>> character & 1) != 0;
    }

    /** The character that is alone in it; negative if there are more or none. */
    int single() {
        if (Long.bitCount(low) + Long.bitCount(high) != 1) {
            return -1;
        }
        return low != 0 ? Long.numberOfTrailingZeros(low) : SIZE / 2 + Long.numberOfTrailingZeros(high);
    }
}
