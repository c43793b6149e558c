package com.jisu.logs.parsers;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The objects that one event has like those before it: a shipper names its agent, its host and its input in each of
 * its events in the same words. To compare bytes is far cheaper than to read them again. Used by one thread.
 *
 * <p>Beats' maps are Go's, which are written from a random member on. So an object is remembered by its first member, too.
 */
final class RepeatedObjects {

    /** Levels on which objects are remembered: those of an event's own fields, such as {@code log.file}. */
    static final int MAX_DEPTH = 3;

    private static final int SLOTS = 256;

    /** One of so many objects is remembered where they never repeat. */
    private static final int NOW_AND_THEN = 32;

    /** Objects that differ, after which they are taken to never repeat. */
    private static final int PATIENCE = 8;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The object that was at one name and depth lately, with the same begin. */
    static final class Seen {

        /** Bytes of the largest object that is remembered. */
        private static final int MAX_BYTES = 1024;

        private static final byte[] NONE = {};

        private final Key key;
        private final int depth;
        private byte[] raw = NONE;
        private JsonObject object;
        private int misses;

        private Seen(Key key, int depth) {
            this.key = key;
            this.depth = depth;
        }

        /** Whether the same bytes are here: as they are one whole object, what follows makes no difference. */
        boolean isAt(byte[] in, int at, int end) {
            return raw != NONE && raw.length <= end - at && Arrays.equals(raw, 0, raw.length, in, at, at + raw.length);
        }

        /** Remembers an object between these offsets, which is still to be read when it comes again. */
        void remember(byte[] in, int from, int to) {
            misses++;
            if (to - from <= MAX_BYTES && (misses <= PATIENCE || misses % NOW_AND_THEN == 0)) {
                raw = Arrays.copyOfRange(in, from, to);
                object = null;
            }
        }

        byte[] raw() {
            return raw;
        }

        /** What was read from {@link #raw}, or null if nothing was yet. Not to be changed: it is copied. */
        JsonObject object() {
            misses = 0;
            return object;
        }

        void setObject(JsonObject read) {
            object = read;
        }
    }

    private final Seen[] slots = new Seen[SLOTS];

    /** What was at this name and depth, of what begins like the object here. */
    Seen at(Key key, int depth, byte[] in, int at) {
        long begin = at + Long.BYTES <= in.length ? (long) LONGS.get(in, at) : 0;
        int place = key.hashCode() * MAX_DEPTH + depth;
        int slot = (int) ((begin + place) * 0x9E3779B97F4A7C15L >>> 56);
        Seen seen = slots[slot];
        if (seen == null || seen.key != key || seen.depth != depth) {
            seen = new Seen(key, depth);
            slots[slot] = seen;
        }
        return seen;
    }
}
