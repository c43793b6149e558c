package com.jisu.logs.sink.document;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds the ends of JSON values in bytes, without looking at what they are. */
public final class JsonBytes {

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

    /** After the closing quote of the string that begins here, or -1. */
    public static int stringEnd(byte[] json, int start) {
        int at = start + 1;
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
                return at + 1;
            }
            at += 2;
        }
        while (at < json.length) {
            if (json[at] == '"') {
                return at + 1;
            }
            at += json[at] == '\\' ? 2 : 1;
        }
        return -1;
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
