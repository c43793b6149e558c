package com.jisu.logs.ingest.kafka;

import com.jisu.logs.records.json.JsonBytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Says by an event's bytes which container its line comes from, as a hash: that of its file's path, else that of the
 * container's id. Only for events of the type {@code docker}, whose lines may be parts of one.
 *
 * <p>Beats writes maps in any order, and without blanks: what it writes is searched for. Within a JSON string each quote
 * has a backslash in front, so that cannot stand in a message. Events of other writers that may be a container's are read
 * member by member: those with blanks, and those of version 1 of the Lumberjack protocol, which are pairs of strings. A
 * writer of blanks is known by the first value. Names with escapes are not recognised: such an event has no source here.
 */
public final class EventSource {

    /** The event has no source that is found here. */
    static final int NONE = -1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final Word LOG_TYPE = new Word("logtype\":\"docker\"", Long.BYTES);
    private static final Word DOCKER = new Word("\"docker\"", Integer.BYTES);
    private static final Word FILE = new Word("\"file\":{\"", Integer.BYTES);
    private static final byte[] LOG_START = ascii("\"log\":{");
    private static final byte[] OFFSET_START = ascii("\"offset\":");
    private static final byte[][] ROOT = names("fields", "fields.logtype", "log", "container", "file");
    private static final byte[][] FIELDS = names("logtype");
    private static final byte[][] LOG = names("file");
    private static final byte[][] PATH = names("path");
    private static final byte[][] ID = names("id");

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
        private final int unseen; // bytes at the end in which no window is looked at: each is read as one of 8

        /** By the hash of what a window holds, one more than where that stands in the word. */
        private final byte[] places = new byte[1 << BITS];

        private long factor = 0x9E3779B97F4A7C15L;

        /** @param window bytes of a window, 4 or 8 */
        Word(String text, int window) {
            bytes = ascii(text);
            mask = window == Long.BYTES ? -1L : (1L << Byte.SIZE * window) - 1;
            stride = bytes.length - window + 1;
            unseen = Long.BYTES - window;
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
                if (place != 0 && at - place + 1 >= from && stands(bytes, in, at - place + 1)) {
                    return at - place + 1 + bytes.length;
                }
            }
            for (at = Math.max(from, in.length - bytes.length - unseen + 1); at + bytes.length <= in.length; at++) {
                if (stands(bytes, in, at)) {
                    return at + bytes.length;
                }
            }
            return -1;
        }
    }

    /** The same hash, 0 or more, for all events of one source, in every instance; or {@link #NONE}. */
    public static int hash(byte[] event) {
        int type = LOG_TYPE.find(event, 0);
        if (type < 0 && (JsonBytes.beginsCompact(event) || DOCKER.find(event, 0) < 0)) {
            return NONE;
        }
        boolean asBeatsWrites = type >= 0 && JsonBytes.is('"', event, type - LOG_TYPE.bytes.length - 1);
        int source = asBeatsWrites ? pathInLog(event) : JsonBytes.NOT_FOUND;
        if (!JsonBytes.is('"', event, source)) {
            source = sourceByMembers(event);
        }
        return JsonBytes.is('"', event, source) ? (int) (hashOfString(event, source + 1) >>> 33) : NONE;
    }

    /** The path of the file in {@code log}, as Beats writes it. */
    private static int pathInLog(byte[] event) {
        for (int at = FILE.find(event, 0); at >= 0; at = FILE.find(event, at)) {
            if (isInLog(event, at - FILE.bytes.length)) {
                return JsonBytes.values(event, at - 2, PATH)[0];
            }
        }
        return JsonBytes.NOT_FOUND;
    }

    /** Whether nothing stands in front of a member but the beginning of {@code log}, and the offset there. */
    private static boolean isInLog(byte[] event, int member) {
        int at = member;
        if (at > 0 && event[at - 1] == ',') {
            at--;
            while (at > 0 && event[at - 1] >= '0' && event[at - 1] <= '9') {
                at--;
            }
            at -= OFFSET_START.length;
            if (!stands(OFFSET_START, event, at)) {
                return false;
            }
        }
        return stands(LOG_START, event, at - LOG_START.length);
    }

    private static boolean stands(byte[] text, byte[] event, int at) {
        int to = at + text.length;
        return at >= 0 && to <= event.length && Arrays.equals(event, at, to, text, 0, text.length);
    }

    /**
     * Where the source's name is in an event that is written in any way; the file's path in version 1 is its {@code file}.
     */
    private static int sourceByMembers(byte[] event) {
        int[] root = JsonBytes.values(event, JsonBytes.next(event, 0), ROOT);
        int type = JsonBytes.values(event, root[0], FIELDS)[0];
        if (!isDocker(event, type) && !isDocker(event, root[1])) {
            return JsonBytes.NOT_FOUND;
        }
        int file = JsonBytes.values(event, root[2], LOG)[0];
        int path = JsonBytes.values(event, file, PATH)[0];
        if (JsonBytes.is('"', event, path)) {
            return path;
        }
        int id = JsonBytes.values(event, root[3], ID)[0];
        return JsonBytes.is('"', event, id) ? id : root[4];
    }

    private static boolean isDocker(byte[] event, int value) {
        return stands(DOCKER.bytes, event, value);
    }

    private static long hashOfString(byte[] event, int from) {
        int to = JsonBytes.closingQuote(event, from);
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

    private static byte[][] names(String... names) {
        return Arrays.stream(names).map(EventSource::ascii).toArray(byte[][]::new);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
