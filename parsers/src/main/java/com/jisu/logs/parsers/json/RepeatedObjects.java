package com.jisu.logs.parsers.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The objects that one event has like those before it: a shipper names its agent, its host and its files in each of its
 * events in the same words. To compare bytes is far cheaper than to read them again. Used by one thread.
 *
 * <p>Beats' maps are Go's, which are written from a random member on; and events of many shippers and files come in turns.
 * So objects are found by their bytes up to the first brace that closes.
 */
public final class RepeatedObjects {

    /** Levels on which objects are remembered: those of an event's own fields, such as {@code log.file}. */
    static final int MAX_DEPTH = 3;

    private static final int SLOTS = 1 << 14;

    /**
     * Bytes of all objects that are remembered, as they are written: those of some hundred shippers and their files. With
     * what is read of them they take ten times as much, at most.
     */
    private static final int MAX_TOTAL = 1 << 20;

    /** Bytes of the largest object that is remembered. */
    private static final int MAX_BYTES = 1024;

    /** One of so many objects is remembered where those of the name never repeat. */
    private static final int NOW_AND_THEN = 32;

    /** Objects of a name in a row that were not known, after which they are taken to never repeat. */
    private static final int PATIENCE = 1000;

    private static final int NAMES = 256;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    /** An object that was at a name and depth. */
    public static final class Seen {

        private final Key key;
        private final int depth;
        private final byte[] raw;
        private JsonObject object;
        private byte[] json;
        private Object memo;
        private Object idMemo;

        private Seen(Key key, int depth, byte[] raw) {
            this.key = key;
            this.depth = depth;
            this.raw = raw;
        }

        /** Whether the same bytes are here: as they are one whole object, what follows makes no difference. */
        private boolean isAt(Key itsKey, int itsDepth, byte[] in, int at, int end) {
            return key == itsKey
                    && depth == itsDepth
                    && raw.length <= end - at
                    && Arrays.equals(raw, 0, raw.length, in, at, at + raw.length);
        }

        public byte[] raw() {
            return raw;
        }

        /** What was read from {@link #raw}, or null if nothing was yet. Not to be changed: it is copied. */
        public JsonObject object() {
            return object;
        }

        void setObject(JsonObject read) {
            object = read;
        }

        /** The object as documents have it. */
        public byte[] json() {
            if (json == null) {
                json = object.unchanged() != null ? object.unchanged().json() : JsonOutput.json(object);
            }
            return json;
        }

        /** What a reader has found out of the object, and left here for the next time; null if nothing. */
        public Object memo() {
            return memo;
        }

        public void setMemo(Object found) {
            memo = found;
        }

        /** What ids begin with in events that have it, left here for the next one; null if nothing. */
        public Object idMemo() {
            return idMemo;
        }

        public void setIdMemo(Object begun) {
            idMemo = begun;
        }
    }

    private final Seen[] slots = new Seen[SLOTS];
    private int total;

    /** How many objects in a row were not known, by name; those of some names are counted as one. */
    private final int[] misses = new int[NAMES];

    /** The object that stands here, if it was at this name and depth before; else null. */
    public Seen find(Key key, int depth, byte[] in, int at, int end) {
        int slot = slot(key, depth, in, at, end);
        Seen seen = slots[slot];
        if (seen == null || !seen.isAt(key, depth, in, at, end)) {
            seen = slots[slot ^ 1];
            if (seen == null || !seen.isAt(key, depth, in, at, end)) {
                return null;
            }
        }
        misses[key.hashCode() & NAMES - 1] = 0;
        return seen;
    }

    /** Remembers an object between these offsets, which is still to be read when it comes again. */
    void remember(Key key, int depth, byte[] in, int from, int to) {
        int miss = ++misses[key.hashCode() & NAMES - 1];
        if (to - from > MAX_BYTES || miss > PATIENCE && miss % NOW_AND_THEN != 0) {
            return;
        }
        total += to - from;
        if (total > MAX_TOTAL) {
            Arrays.fill(slots, null);
            total = to - from;
        }
        int slot = slot(key, depth, in, from, in.length);
        if (slots[slot] != null) {
            slots[slot ^ 1] = slots[slot];
        }
        slots[slot] = new Seen(key, depth, Arrays.copyOfRange(in, from, to));
    }

    private static int slot(Key key, int depth, byte[] in, int from, int end) {
        long hash = key.hashCode() * MAX_DEPTH + depth;
        int to = Math.min(from + MAX_BYTES, end) - Long.BYTES;
        for (int at = from; at <= to; at += Long.BYTES) {
            long chunk = (long) LONGS.get(in, at);
            long other = chunk ^ ONES * '}';
            long found = other - ONES & ~other & HIGH_BITS;
            hash = Long.rotateLeft(hash, 5);
            if (found != 0) {
                hash ^= chunk & (found ^ found - 1) >>> Long.BYTES;
                break;
            }
            hash ^= chunk;
        }
        hash = (hash ^ hash >>> 32) * 0x9E3779B97F4A7C15L;
        return (int) (hash ^ hash >>> 32) & SLOTS - 1;
    }
}
