package com.jisu.logs.ingest.kafka;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Says by an event's bytes which container its line comes from, as a hash: that of its file's path, else that of the
 * container's id. Only for events of the type {@code docker}, whose lines may be parts of one.
 *
 * <p>Beats writes maps in any order, and without blanks. Within a JSON string each quote has a backslash in front, so
 * what is looked for cannot stand in a message. What is written otherwise has no source here, and is none the worse.
 */
public final class EventSource {

    /** The event has no source that is found here. */
    static final int NONE = -1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final Word LOG_TYPE = new Word("\"logtype\":\"docker\"", Long.BYTES);
    private static final Word FILE = new Word("\"file\":{\"", Integer.BYTES);
    private static final Word CONTAINER = new Word("\"container\":{\"", Long.BYTES);
    private static final byte[] LOG = ascii("\"log\":{");
    private static final byte[] OFFSET = ascii("\"offset\":");
    private static final byte[] PATH = ascii("path");
    private static final byte[] ID = ascii("id");

    private static final long ONES = 0x0101010101010101L;
    private static final long SIGNS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';

    private EventSource() {}

    /**
     * What is looked for. Wherever it stands, one of the windows that are looked at lies within it: they are as far apart as
     * it is longer than one of them. What a window holds is looked up by a hash.
     */
    private static final class Word {

        private static final int BITS = 10;

        private final byte[] bytes;
        private final long mask;
        private final int stride;

        /** By the hash of what a window holds, one more than where that stands in the word. */
        private final byte[] places = new byte[1 << BITS];

        private long factor = 0x9E3779B97F4A7C15L;

        /** @param window bytes of a window, 4 or 8 */
        Word(String text, int window) {
            bytes = ascii(text);
            mask = window == Long.BYTES ? -1L : (1L << Byte.SIZE * window) - 1;
            stride = bytes.length - window + 1;
            while (!hasPlaces()) {
                factor = factor * 3 | 1;
            }
        }

        /** Whether each place has a hash of its own. */
        private boolean hasPlaces() {
            Arrays.fill(places, (byte) 0);
            for (int place = 0; place < stride; place++) {
                int hash = hash((long) LONGS.get(Arrays.copyOfRange(bytes, place, place + Long.BYTES), 0));
                if (places[hash] != 0) {
                    return false;
                }
                places[hash] = (byte) (place + 1);
            }
            return true;
        }

        private int hash(long held) {
            return (int) ((held & mask) * factor >>> Long.SIZE - BITS);
        }

        /** The offset behind the next one, or -1. */
        int find(byte[] in, int from) {
            int at = from;
            for (; at + Long.BYTES <= in.length; at += stride) {
                int place = places[hash((long) LONGS.get(in, at))];
                if (place != 0 && stands(in, at - place + 1, from)) {
                    return at - place + 1 + bytes.length;
                }
            }
            return -1; // what is shorter than a window is the end of no event that has it
        }

        private boolean stands(byte[] in, int at, int from) {
            return at >= from
                    && at + bytes.length <= in.length
                    && Arrays.equals(in, at, at + bytes.length, bytes, 0, bytes.length);
        }
    }

    /** The same hash, 0 or more, for all events of one source, in every instance; or {@link #NONE}. */
    public static int hash(byte[] event) {
        if (LOG_TYPE.find(event, 0) < 0) {
            return NONE;
        }
        long hash = hashes(event, FILE, PATH);
        if (hash == 0) {
            hash = hashes(event, CONTAINER, ID);
        }
        return hash == 0 ? NONE : (int) (hash >>> 33);
    }

    /**
     * That of the object in {@code log}, where Beats has it; else of all such objects the sum, which has no order; 0 where
     * there is none.
     */
    private static long hashes(byte[] event, Word object, byte[] member) {
        long sum = 0;
        for (int at = object.find(event, 0); at >= 0; at = object.find(event, at)) {
            int value = member(event, at - 1, member);
            if (value >= 0 && event[value] == '"') {
                long hash = hashOfString(event, value + 1);
                if (isInLog(event, at - object.bytes.length)) {
                    return hash;
                }
                sum += hash;
            }
        }
        return sum;
    }

    /** Whether nothing stands in front of a member but the beginning of {@code log}, and the offset there. */
    private static boolean isInLog(byte[] event, int member) {
        int at = member;
        if (at > 0 && event[at - 1] == ',') {
            at--;
            while (at > 0 && event[at - 1] >= '0' && event[at - 1] <= '9') {
                at--;
            }
            at -= OFFSET.length;
            if (at < 0 || !Arrays.equals(event, at, at + OFFSET.length, OFFSET, 0, OFFSET.length)) {
                return false;
            }
        }
        int log = at - LOG.length;
        return log >= 0 && Arrays.equals(event, log, at, LOG, 0, LOG.length);
    }

    /**
     * Where the value of an object's member is, or -1.
     *
     * @param from offset behind the object's brace
     */
    private static int member(byte[] event, int from, byte[] name) {
        int at = from;
        while (at < event.length && event[at] == '"') {
            int nameEnd = stringEnd(event, at + 1);
            int value = nameEnd + 2;
            if (value >= event.length || event[nameEnd + 1] != ':') {
                return -1;
            }
            if (isName(event, at + 1, nameEnd, name)) {
                return value;
            }
            int end = valueEnd(event, value);
            if (end >= event.length || event[end] != ',') {
                return -1;
            }
            at = end + 1;
        }
        return -1;
    }

    private static boolean isName(byte[] event, int from, int to, byte[] name) {
        return to - from == name.length && Arrays.equals(event, from, to, name, 0, name.length);
    }

    /** Behind a value. */
    private static int valueEnd(byte[] event, int from) {
        int depth = 0;
        int at = from;
        while (at < event.length) {
            switch (event[at]) {
                case '"' -> at = stringEnd(event, at + 1);
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {}
            }
            boolean between = at + 1 < event.length && (event[at + 1] == ',' || event[at + 1] == '}');
            at++;
            if (depth == 0 && between || depth < 0) {
                return at;
            }
        }
        return event.length;
    }

    /** The offset of a string's last quote, or the event's length. */
    private static int stringEnd(byte[] event, int from) {
        int at = from;
        while (at + Long.BYTES <= event.length) {
            long found = found((long) LONGS.get(event, at));
            if (found == 0) {
                at += Long.BYTES;
                continue;
            }
            at += Long.numberOfTrailingZeros(found) >>> 3;
            if (event[at] == '"') {
                return at;
            }
            at += 2;
        }
        while (at < event.length && event[at] != '"') {
            at += event[at] == '\\' ? 2 : 1;
        }
        return Math.min(at, event.length);
    }

    /** Its lowest bit that is set is in the first byte that is a quote or a backslash. */
    private static long found(long word) {
        long quotes = word ^ QUOTES;
        long backslashes = word ^ BACKSLASHES;
        return (quotes - ONES & ~quotes | backslashes - ONES & ~backslashes) & SIGNS;
    }

    private static long hashOfString(byte[] event, int from) {
        int to = stringEnd(event, from);
        long hash = 0x2d358dccaa6c78a5L ^ to - from;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            hash = mixed(hash, (long) LONGS.get(event, at));
        }
        long rest = 0;
        for (; at < to; at++) {
            rest = rest << 8 | event[at] & 0xFF;
        }
        return mixed(mixed(hash, rest), to - from);
    }

    private static long mixed(long hash, long word) {
        long mixed = (hash ^ word) * 0x8bb84b93962eacc9L;
        return mixed ^ mixed >>> 32;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
