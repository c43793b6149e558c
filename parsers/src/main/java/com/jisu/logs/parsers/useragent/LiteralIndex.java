package com.jisu.logs.parsers.useragent;

/**
 * Finds which of some thousand literals are in a text, in one pass over it: each is looked for where three characters of it stand.
 * Literals are ASCII in lower case, and so is the text made before. Immutable and thread-safe.
 */
final class LiteralIndex {

    private static final int HASH_BITS = 13;

    private final byte[] file;
    private final int clauses;

    /** By the hash of its three characters, the first literal with such; the numbers of literals begin with 1. */
    private final short[] heads = new short[1 << HASH_BITS];

    private final short[] others;
    private final int[] starts;
    private final byte[] lengths;

    /** Where in the literal the three characters are. */
    private final byte[] places;

    private final short[][] clausesOf;

    /** @param clauses how many there are; a clause is a set of literals */
    LiteralIndex(byte[] file, int literals, int clauses) {
        this.file = file;
        this.clauses = clauses;
        others = new short[literals + 1];
        starts = new int[literals + 1];
        lengths = new byte[literals + 1];
        places = new byte[literals + 1];
        clausesOf = new short[literals + 1][];
    }

    /**
     * To be called for each before the first search.
     *
     * @param literal its number, from 1
     * @param start where it begins in the file
     * @param place of the three characters in it
     * @param of the clauses that it is in
     */
    void put(int literal, int start, int length, int place, short[] of) {
        starts[literal] = start;
        lengths[literal] = (byte) length;
        places[literal] = (byte) place;
        clausesOf[literal] = of;
        int at = start + place;
        int hash = hash((file[at] << 8 | file[at + 1]) << 8 | file[at + 2]);
        others[literal] = heads[hash];
        heads[hash] = (short) literal;
    }

    private static int hash(int three) {
        return three * 0x9E3779B1 >>> 32 - HASH_BITS;
    }

    /** The clauses of which a literal is in a text, a bit each. */
    long[] find(String text) {
        byte[] lower = lower(text);
        long[] found = new long[(clauses >> 6) + 1];
        int three = 0;
        for (int i = 0; i < lower.length; i++) {
            three = (three << 8 | lower[i]) & 0xFFFFFF;
            for (int literal = heads[hash(three)]; literal != 0; literal = others[literal]) {
                if (isAt(lower, i - 2 - places[literal], literal)) {
                    for (short clause : clausesOf[literal]) {
                        found[clause >> 6] |= 1L << clause;
                    }
                }
            }
        }
        return found;
    }

    private boolean isAt(byte[] text, int from, int literal) {
        int length = lengths[literal];
        if (from < 0 || from + length > text.length) {
            return false;
        }
        int start = starts[literal];
        for (int i = 0; i < length; i++) {
            if (text[from + i] != file[start + i]) {
                return false;
            }
        }
        return true;
    }

    /** What is not ASCII is in no literal, and becomes 0. */
    private static byte[] lower(String text) {
        byte[] lower = new byte[text.length()];
        for (int i = 0; i < lower.length; i++) {
            char c = text.charAt(i);
            lower[i] = (byte) (c > '~' ? 0 : c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        }
        return lower;
    }
}
