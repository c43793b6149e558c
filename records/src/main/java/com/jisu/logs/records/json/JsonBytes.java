package com.jisu.logs.records.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds values in the bytes of a JSON text, and their ends, in one pass and without a tree: without looking at what they
 * are. What is no JSON is survived.
 */
public final class JsonBytes {

    public static final int NOT_FOUND = -1;

    /** Eight bytes at once. */
    public static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long COLONS = ':' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;

    private JsonBytes() {}

    /** The next quote before a colon, at or after here, whatever they stand for; the length if there is none. */
    public static int quoteAndColon(byte[] json, int start) {
        int at = start;
        while (at + Long.BYTES < json.length) {
            long quotes = (long) WORDS.get(json, at) ^ QUOTES;
            long colons = (long) WORDS.get(json, at + 1) ^ COLONS;
            long both = quotes | colons;
            long found = (both - ONES) & ~both & HIGHS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
            at += Long.BYTES;
        }
        while (at + 1 < json.length) {
            if (json[at] == '"' && json[at + 1] == ':') {
                return at;
            }
            at++;
        }
        return json.length;
    }

    /** After the last quote before here; 0 if there is none. */
    public static int afterQuoteBefore(byte[] json, int end) {
        int at = end;
        while (at >= Long.BYTES) {
            long quotes = (long) WORDS.get(json, at - Long.BYTES) ^ QUOTES;
            long found = ~((quotes & ~HIGHS) + ~HIGHS | quotes | ~HIGHS); // exact in each byte
            if (found != 0) {
                return at - (Long.numberOfLeadingZeros(found) >>> 3);
            }
            at -= Long.BYTES;
        }
        while (at > 0 && json[at - 1] != '"') {
            at--;
        }
        return at;
    }

    /**
     * Where the values of an object's members are, in the order of the names; {@link #NOT_FOUND} where there is none. The
     * first of a name counts. Names are compared as they are written, so one with escapes is not found.
     *
     * @param object offset of its brace; where no brace is, nothing is found
     */
    public static int[] values(byte[] json, int object, byte[]... names) {
        int[] values = new int[names.length];
        Arrays.fill(values, NOT_FOUND);
        int missing = names.length;
        int at = is('{', json, object) ? next(json, object + 1) : json.length;
        while (missing > 0 && is('"', json, at)) {
            int nameEnd = closingQuote(json, at + 1);
            int colon = next(json, nameEnd + 1);
            int value = next(json, colon + 1);
            if (!is(':', json, colon) || value >= json.length) {
                break;
            }
            int name = indexOf(names, json, at + 1, nameEnd);
            if (name >= 0 && values[name] == NOT_FOUND) {
                values[name] = value;
                missing--;
            }
            int end = valueEnd(json, value);
            int comma = end < 0 ? json.length : next(json, end);
            at = is(',', json, comma) ? next(json, comma + 1) : json.length;
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
    public static boolean is(char wanted, byte[] json, int at) {
        return at >= 0 && at < json.length && json[at] == wanted;
    }

    /** Whether the text begins with an object whose first member has no blank in front of its value. */
    public static boolean beginsCompact(byte[] json) {
        if (!is('{', json, 0) || !is('"', json, 1)) {
            return false;
        }
        int colon = closingQuote(json, 2) + 1;
        return is(':', json, colon) && next(json, colon + 1) == colon + 1;
    }

    /** After the closing quote of the string that begins here, or -1. */
    public static int stringEnd(byte[] json, int start) {
        int quote = closingQuote(json, start + 1);
        return quote < json.length ? quote + 1 : -1;
    }

    /** The quote that ends the string in which this offset is; the length if there is none. */
    public static int closingQuote(byte[] json, int from) {
        int at = from;
        while (at + Long.BYTES <= json.length) {
            long word = (long) WORDS.get(json, at);
            long quotes = word ^ QUOTES;
            long backslashes = word ^ BACKSLASHES;
            long found = ((quotes - ONES) & ~quotes | (backslashes - ONES) & ~backslashes) & HIGHS;
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

    /** After the value that begins here, whatever it is, or -1. */
    public static int valueEnd(byte[] json, int start) {
        if (start >= json.length) {
            return -1;
        }
        return switch (json[start]) {
            case '"' -> stringEnd(json, start);
            case '{', '[' -> nestedEnd(json, start);
            default -> scalarEnd(json, start);
        };
    }

    private static int scalarEnd(byte[] json, int start) {
        int at = start;
        while (at < json.length && isScalar(json[at])) {
            at++;
        }
        return at == start ? -1 : at;
    }

    /** A character of a number, of true, false or null. */
    private static boolean isScalar(byte b) {
        return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b == '-' || b == '+' || b == '.' || b == 'E';
    }

    private static int nestedEnd(byte[] json, int start) {
        int depth = 0;
        int at = start;
        while (at >= 0 && at < json.length) {
            switch (json[at]) {
                case '"' -> at = stringEnd(json, at);
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    at++;
                    if (--depth == 0) {
                        return at;
                    }
                }
                default -> at++;
            }
        }
        return -1;
    }

    /** The next byte that is no white space, at or after here. */
    public static int next(byte[] json, int start) {
        int at = start;
        while (at < json.length && json[at] <= ' ' && json[at] >= 0) {
            at++;
        }
        return at;
    }
}
