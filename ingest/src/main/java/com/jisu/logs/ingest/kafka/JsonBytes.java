package com.jisu.logs.ingest.kafka;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds values in the bytes of a JSON text, whatever blanks stand between its tokens: in one pass over an object, without
 * a tree. Names are compared as they are written, so one with escapes is not found. What is no JSON is survived.
 */
final class JsonBytes {

    static final int NOT_FOUND = -1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long SIGNS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';

    private JsonBytes() {}

    /**
     * Where the values of an object's members are, in the order of the names; {@link #NOT_FOUND} where there is none. The
     * first of a name counts.
     *
     * @param object offset of its brace; where no brace is, nothing is found
     */
    static int[] values(byte[] json, int object, byte[]... names) {
        int[] values = new int[names.length];
        Arrays.fill(values, NOT_FOUND);
        int missing = names.length;
        int at = is('{', json, object) ? behindBlanks(json, object + 1) : json.length;
        while (missing > 0 && is('"', json, at)) {
            int nameEnd = stringEnd(json, at + 1);
            int colon = behindBlanks(json, nameEnd + 1);
            int value = behindBlanks(json, colon + 1);
            if (!is(':', json, colon) || value >= json.length) {
                break;
            }
            int name = indexOf(names, json, at + 1, nameEnd);
            if (name >= 0 && values[name] == NOT_FOUND) {
                values[name] = value;
                missing--;
            }
            int comma = behindBlanks(json, valueEnd(json, value));
            at = is(',', json, comma) ? behindBlanks(json, comma + 1) : json.length;
        }
        return values;
    }

    private static int indexOf(byte[][] names, byte[] json, int from, int to) {
        for (int i = 0; i < names.length; i++) {
            if (to - from == names[i].length && Arrays.equals(json, from, to, names[i], 0, names[i].length)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether there is this byte at an offset, which may be none of the text's. */
    static boolean is(char wanted, byte[] json, int at) {
        return at >= 0 && at < json.length && json[at] == wanted;
    }

    /** Whether the text begins with an object whose first member has no blank in front of its value. */
    static boolean beginsCompact(byte[] json) {
        if (!is('{', json, 0) || !is('"', json, 1)) {
            return false;
        }
        int colon = stringEnd(json, 2) + 1;
        return is(':', json, colon) && behindBlanks(json, colon + 1) == colon + 1;
    }

    /** The offset of the first byte that is no blank, or one that is none of the text's. */
    static int behindBlanks(byte[] json, int from) {
        int at = from;
        while (at < json.length && isBlank(json[at])) {
            at++;
        }
        return at;
    }

    /** RFC 8259, section 2. */
    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private static int valueEnd(byte[] json, int from) {
        int depth = 0;
        int at = from;
        do {
            switch (json[at]) {
                case '"' -> at = stringEnd(json, at + 1) + 1;
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    depth--;
                    at++;
                }
                default -> at = depth > 0 ? at + 1 : wordEnd(json, at);
            }
        } while (depth > 0 && at < json.length);
        return at;
    }

    /** Behind a number, true, false or null. */
    private static int wordEnd(byte[] json, int from) {
        int at = from;
        while (at < json.length && json[at] != ',' && json[at] != '}' && !isBlank(json[at])) {
            at++;
        }
        return at;
    }

    /** The offset of a string's last quote, or the text's length. */
    static int stringEnd(byte[] json, int from) {
        int at = from;
        while (at + Long.BYTES <= json.length) {
            long found = found((long) LONGS.get(json, at));
            if (found == 0) {
                at += Long.BYTES;
                continue;
            }
            at += Long.numberOfTrailingZeros(found) >>> 3;
            if (json[at] == '"') {
                return at;
            }
            at += 2;
        }
        while (at < json.length && json[at] != '"') {
            at += json[at] == '\\' ? 2 : 1;
        }
        return Math.min(at, json.length);
    }

    /** Its lowest bit that is set is in the first byte that is a quote or a backslash. */
    private static long found(long word) {
        long quotes = word ^ QUOTES;
        long backslashes = word ^ BACKSLASHES;
        return (quotes - ONES & ~quotes | backslashes - ONES & ~backslashes) & SIGNS;
    }
}
