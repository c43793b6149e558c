package com.jisu.logs.parsers.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds the {@link Key} of a name, mostly by its raw bytes and without making a string; and mostly the one that came
 * behind the same name the last time, so that a comparison is all there is to do. Bounded: names beyond the first
 * few thousand get a key each time, so that invented names cost time but no memory.
 */
public final class KeyTable {

    private static final int FIRST_SLOTS = 64;
    private static final int MAX_ENTRIES = 4096;
    private static final int MAX_BYTES = 96;

    /** In an event's own members, and in what its line holds: the same names, in another order. */
    private static final int PLACES = 2;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** A name as it is written, with what was written behind it. */
    static final class Written {

        /** The name's raw bytes in quotes, and a colon. */
        private final byte[] quoted;

        private final long first;
        private final long last;
        private final Key key;
        private final long hash;

        /** Whether it is in the table. Only such ones are remembered to follow: others would hold each other. */
        private final boolean kept;

        private final Written[] followers = new Written[PLACES];

        private Written(byte[] json, int from, int to, Key key, long hash, boolean kept) {
            quoted = new byte[to - from + 3];
            quoted[0] = '"';
            System.arraycopy(json, from, quoted, 1, to - from);
            quoted[quoted.length - 2] = '"';
            quoted[quoted.length - 1] = ':';
            first = bytes(quoted, 0, Math.min(quoted.length, Long.BYTES));
            last = bytes(quoted, Math.max(0, quoted.length - Long.BYTES), quoted.length);
            this.key = key;
            this.hash = hash;
            this.kept = kept;
        }

        Key key() {
            return key;
        }

        /** Bytes of the name with its quotes and a colon. */
        int length() {
            return quoted.length;
        }

        /** Whether the name, in quotes and with a colon, is what begins here. */
        boolean isAt(byte[] json, int at, int end) {
            int length = quoted.length;
            if (end - at < Math.max(length, Long.BYTES)) {
                return false; // or too near to the end to be compared in one go
            }
            if (length < Long.BYTES) {
                return ((long) LONGS.get(json, at) << (Long.BYTES - length) * 8) == first;
            }
            return first == (long) LONGS.get(json, at)
                    && last == (long) LONGS.get(json, at + length - Long.BYTES)
                    && (length <= 2 * Long.BYTES || Arrays.equals(quoted, 0, length, json, at, at + length));
        }

        /** The name that came behind this one the last time at this place, or null. */
        Written follower(int place) {
            return followers[place];
        }

        void setFollower(int place, Written follower) {
            if (follower.kept) {
                followers[place] = follower;
            }
        }

        private boolean isName(byte[] json, int from, int to) {
            return Arrays.equals(quoted, 1, quoted.length - 2, json, from, to);
        }
    }

    private final Map<String, Key> known;

    /** Those that are not among the known ones. */
    private final Map<String, Key> byName = new HashMap<>();

    private final Written start = new Written(new byte[0], 0, 0, new Key("", false), 0, false);

    /** Twice as many slots as entries at least, so that looks end soon. */
    private Written[] entries = new Written[FIRST_SLOTS];

    private int size;

    /** @param known the keys that there are from the start */
    public KeyTable(Map<String, Key> known) {
        this.known = known;
    }

    /** The keys that are unique, by name. */
    public Map<String, Key> names() {
        Map<String, Key> all = new HashMap<>(known);
        all.putAll(byName);
        return Map.copyOf(all);
    }

    /** The key of a name. */
    public Key key(String name) {
        Key key = known.get(name);
        if (key == null) {
            key = byName.get(name);
        }
        if (key == null) {
            boolean keep = byName.size() < MAX_ENTRIES && name.length() <= MAX_BYTES;
            key = new Key(name, keep);
            if (keep) {
                byName.put(name, key);
            }
        }
        return key;
    }

    /** What the first names of objects follow. */
    Written start() {
        return start;
    }

    /** The name written between these offsets: the raw bytes of a JSON string, without its quotes. */
    Written written(byte[] json, int from, int to, boolean escaped) {
        int length = to - from;
        if (length > MAX_BYTES) {
            return new Written(json, from, to, key(JsonText.decode(json, from, to, escaped)), 0, false);
        }
        final long hash = hash(json, from, to);
        int slot = slot(hash);
        Written entry;
        while ((entry = entries[slot]) != null) {
            if (entry.hash == hash && entry.isName(json, from, to)) {
                return entry;
            }
            slot = (slot + 1) & (entries.length - 1);
        }
        boolean keep = size < MAX_ENTRIES;
        Written written = new Written(json, from, to, key(JsonText.decode(json, from, to, escaped)), hash, keep);
        if (keep) {
            entries[slot] = written;
            size++;
            if (size * 2 > entries.length) {
                grow();
            }
        }
        return written;
    }

    private void grow() {
        Written[] before = entries;
        entries = new Written[before.length * 2];
        for (Written each : before) {
            if (each != null) {
                int slot = slot(each.hash);
                while (entries[slot] != null) {
                    slot = (slot + 1) & (entries.length - 1);
                }
                entries[slot] = each;
            }
        }
    }

    private int slot(long hash) {
        return (int) (hash >>> 51) & (entries.length - 1);
    }

    private static long hash(byte[] json, int from, int to) {
        int length = to - from;
        long first = bytes(json, from, Math.min(to, from + Long.BYTES));
        long last = bytes(json, Math.max(from, to - Long.BYTES), to);
        return (first * 0x9E3779B97F4A7C15L ^ last) * 0xC2B2AE3D27D4EB4FL + length;
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
