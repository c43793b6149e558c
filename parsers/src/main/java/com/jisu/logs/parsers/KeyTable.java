package com.jisu.logs.parsers;

import java.util.Arrays;

/**
 * Finds the {@link Key} of a name by its raw bytes without making a string. Bounded: names beyond the first few
 * thousand are made anew each time, so that invented names cost time but no memory.
 */
final class KeyTable {

    private static final int SLOTS = 8192;
    private static final int MAX_ENTRIES = SLOTS / 2;
    private static final int MAX_BYTES = 96;

    private byte[][] raws;
    private Key[] keys;
    private int entries;

    /** The key written between these offsets: the raw bytes of a JSON string, without its quotes. */
    Key key(byte[] json, int from, int to, boolean escaped) {
        int length = to - from;
        if (length > MAX_BYTES) {
            return new Key(JsonText.decode(json, from, to, escaped));
        }
        if (raws == null) {
            raws = new byte[SLOTS][];
            keys = new Key[SLOTS];
        }
        int hash = length;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + json[i];
        }
        int slot = (hash ^ (hash >>> 13)) & (SLOTS - 1);
        byte[] raw;
        while ((raw = raws[slot]) != null) {
            if (Arrays.equals(raw, 0, raw.length, json, from, to)) {
                return keys[slot];
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        Key key = new Key(JsonText.decode(json, from, to, escaped));
        if (entries < MAX_ENTRIES) {
            entries++;
            raws[slot] = Arrays.copyOfRange(json, from, to);
            keys[slot] = key;
        }
        return key;
    }
}
