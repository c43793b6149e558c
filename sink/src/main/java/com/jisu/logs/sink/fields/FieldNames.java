package com.jisu.logs.sink.fields;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.jisu.logs.records.json.JsonBytes;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The names that an index has, by the 64 bit hash of their path. {@code a.b} and {@code b} in an object {@code a} are one
 * path. Hashes begin with a number of this process, so that nobody can choose names that meet. Used by one thread.
 */
public final class FieldNames {

    /** There is no such name. */
    public static final byte UNKNOWN = 0;

    /** An object whose members are names themselves. */
    public static final byte OBJECT = 1;

    /** Any other field; also an object whose members make no names: flattened, disabled, or not dynamic. */
    public static final byte FIELD = 2;

    /** An object in which no name may be new ({@code dynamic: strict}). */
    public static final byte STRICT = 3;

    /** The path of the document itself. */
    public static final long ROOT = ThreadLocalRandom.current().nextLong() | 1;

    private static final long MIX = 0x9E3779B97F4A7C15L;

    private long[] paths = new long[1_024];
    private byte[] kinds = new byte[1_024];
    private int size;

    /** The path of a name without dots, in an object. */
    static long path(long parent, byte[] bytes, int start, int end) {
        long hash = parent;
        int at = start;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = mixed(hash, (long) JsonBytes.WORDS.get(bytes, at));
        }
        long last = 0;
        if (at < end) {
            if (at + Long.BYTES <= bytes.length) {
                last = (long) JsonBytes.WORDS.get(bytes, at) & ((1L << (end - at) * Byte.SIZE) - 1);
            } else {
                for (int i = end - 1; i >= at; i--) {
                    last = last << Byte.SIZE | bytes[i] & 0xFF;
                }
            }
        }
        return mixed(hash, last ^ (long) (end - start) << 56);
    }

    /** The path of a name, which may have dots. */
    public static long path(long parent, String name) {
        byte[] bytes = name.getBytes(UTF_8);
        long path = parent;
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '.') {
                path = path(path, bytes, start, i);
                start = i + 1;
            }
        }
        return path;
    }

    /** One part of a path, wherever it is. */
    static long part(byte[] bytes, int start, int end) {
        return path(ROOT, bytes, start, end);
    }

    private static long mixed(long hash, long word) {
        long product = (hash ^ word) * MIX;
        return product ^ product >>> 29;
    }

    /** What has this path; {@link #UNKNOWN} if nothing has. */
    public byte kind(long path) {
        int mask = paths.length - 1;
        int at = (int) (path >>> 20) & mask;
        while (kinds[at] != UNKNOWN) {
            if (paths[at] == path) {
                return kinds[at];
            }
            at = at + 1 & mask;
        }
        return UNKNOWN;
    }

    /** Adds a name. One that is both, in an object without subobjects, is an object. */
    void add(long path, byte kind) {
        if (2 * size >= paths.length) {
            grow();
        }
        int mask = paths.length - 1;
        int at = (int) (path >>> 20) & mask;
        while (kinds[at] != UNKNOWN && paths[at] != path) {
            at = at + 1 & mask;
        }
        if (kinds[at] == UNKNOWN) {
            paths[at] = path;
            kinds[at] = kind;
            size++;
        } else if (kinds[at] == FIELD) {
            kinds[at] = kind;
        }
    }

    private void grow() {
        long[] oldPaths = paths;
        byte[] oldKinds = kinds;
        paths = new long[oldPaths.length * 2];
        kinds = new byte[oldKinds.length * 2];
        size = 0;
        for (int i = 0; i < oldPaths.length; i++) {
            if (oldKinds[i] != UNKNOWN) {
                add(oldPaths[i], oldKinds[i]);
            }
        }
    }

    /** How many of these another one does not have. */
    int countMissingIn(FieldNames other) {
        int count = 0;
        for (int i = 0; i < paths.length; i++) {
            count += kinds[i] != UNKNOWN && other.kind(paths[i]) == UNKNOWN ? 1 : 0;
        }
        return count;
    }

    int size() {
        return size;
    }
}
