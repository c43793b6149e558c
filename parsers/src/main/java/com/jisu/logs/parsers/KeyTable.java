package com.jisu.logs.parsers;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds the {@link Key} of a name, mostly by its raw bytes and without making a string. Bounded: names beyond the first
 * few thousand get a key each time, so that invented names cost time but no memory.
 */
final class KeyTable {

    private static final int SLOTS = 8192;
    private static final int MAX_ENTRIES = SLOTS / 2;
    private static final int MAX_BYTES = 96;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** A name as it is written, with its first and its last eight bytes for short. */
    private record Entry(byte[] raw, long first, long last, Key key) {

        private boolean isAt(byte[] json, int from, int to) {
            return raw.length == to - from
                    && (raw.length <= 2 * Long.BYTES || Arrays.equals(raw, 0, raw.length, json, from, to));
        }
    }

    private final Map<String, Key> byName;
    private final int maxNames;
    private Entry[] entries;
    private int size;

    /** @param known the keys that there are from the start */
    KeyTable(Map<String, Key> known) {
        byName = new HashMap<>(known);
        maxNames = known.size() + MAX_ENTRIES;
    }

    /** The keys that are unique, by name. */
    Map<String, Key> names() {
        return Map.copyOf(byName);
    }

    /** The key of a name. */
    Key key(String name) {
        Key key = byName.get(name);
        if (key == null) {
            boolean keep = byName.size() < maxNames && name.length() <= MAX_BYTES;
            key = new Key(name, keep);
            if (keep) {
                byName.put(name, key);
            }
        }
        return key;
    }

    /** The key written between these offsets: the raw bytes of a JSON string, without its quotes. */
    Key key(byte[] json, int from, int to, boolean escaped) {
        int length = to - from;
        if (length > MAX_BYTES) {
            return key(JsonText.decode(json, from, to, escaped));
        }
        if (entries == null) {
            entries = new Entry[SLOTS];
        }
        long first = bytes(json, from, Math.min(to, from + Long.BYTES));
        long last = bytes(json, Math.max(from, to - Long.BYTES), to);
        long hash = (first * 0x9E3779B97F4A7C15L ^ last) * 0xC2B2AE3D27D4EB4FL + length;
        int slot = (int) (hash >>> 51) & (SLOTS - 1);
        Entry entry;
        while ((entry = entries[slot]) != null) {
            if (entry.first == first && entry.last == last && entry.isAt(json, from, to)) {
                return entry.key;
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        Key key = key(JsonText.decode(json, from, to, escaped));
        if (size < MAX_ENTRIES) {
            size++;
            entries[slot] = new Entry(Arrays.copyOfRange(json, from, to), first, last, key);
        }
        return key;
    }

    /** Up to eight bytes as a number. */
    private static long bytes(byte[] json, int from, int to) {
        int missing = Long.BYTES - (to - from);
        if (from + Long.BYTES <= json.length) {
            return missing == Long.BYTES ? 0 : (long) LONGS.get(json, from) << 8 * missing;
        }
        long number = 0;
        for (int i = to - 1; i >= from; i--) {
            number = number << 8 | json[i] & 0xFF;
        }
        return missing == Long.BYTES ? 0 : number << 8 * missing;
    }
}
