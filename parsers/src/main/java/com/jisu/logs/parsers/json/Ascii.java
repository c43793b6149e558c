package com.jisu.logs.parsers.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Searches text eight bytes at a time.
 *
 * <p>Where a byte of eight is x, the highest bit of {@code x - n} (all eight in one subtraction) is set if x is less
 * than n, or not ASCII. What a byte borrows from the next can set that one's bit too; so only the first that is found
 * counts, and it is read from the low end.
 */
public final class Ascii {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long ONES = 0x0101010101010101L;

    private Ascii() {}

    /** The first byte that is no plain text in JSON: a quote, a backslash, a control character, or not ASCII. */
    public static int notPlain(byte[] text, int from, int to) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long chunk = (long) LONGS.get(text, at);
            long found = (special(chunk) | chunk) & HIGH_BITS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >> 3);
            }
        }
        while (at < to && text[at] >= ' ' && text[at] != '"' && text[at] != '\\') {
            at++;
        }
        return at;
    }

    /** Whether it is a letter, a digit or an underscore. */
    public static boolean isWord(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_';
    }

    /** The first byte that is no digit. */
    public static int afterDigits(byte[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at;
    }

    /**
     * Copies up to the first byte that is no plain text in JSON, or the end, whose offset it gives. The target has room
     * for all of it; bytes behind what was copied may be overwritten.
     */
    static int copyPlain(byte[] text, int from, int to, byte[] target, int targetFrom) {
        int at = from;
        int out = targetFrom;
        for (; at + Long.BYTES <= to && out + Long.BYTES <= target.length; at += Long.BYTES, out += Long.BYTES) {
            long chunk = (long) LONGS.get(text, at);
            LONGS.set(target, out, chunk);
            long found = (special(chunk) | chunk) & HIGH_BITS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >> 3);
            }
        }
        while (at < to && text[at] >= ' ' && text[at] != '"' && text[at] != '\\') {
            target[out++] = text[at++];
        }
        return at;
    }

    /** The first byte that JSON has to escape: a quote, a backslash or a control character. */
    static int special(byte[] text, int from, int to) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long chunk = (long) LONGS.get(text, at);
            long found = special(chunk) & ~chunk & HIGH_BITS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >> 3);
            }
        }
        while (at < to && (text[at] < 0 || text[at] >= ' ' && text[at] != '"' && text[at] != '\\')) {
            at++;
        }
        return at;
    }

    /**
     * Copies up to the first backslash, or the end, whose offset it gives. The target has room for all of it; bytes
     * behind what was copied may be overwritten.
     */
    static int copyToBackslash(byte[] text, int from, int to, byte[] target, int targetFrom) {
        int at = from;
        int out = targetFrom;
        for (; at + Long.BYTES <= to && out + Long.BYTES <= target.length; at += Long.BYTES, out += Long.BYTES) {
            long chunk = (long) LONGS.get(text, at);
            LONGS.set(target, out, chunk);
            long found = (chunk ^ ONES * '\\') - ONES & ~chunk & HIGH_BITS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >> 3);
            }
        }
        while (at < to && text[at] != '\\') {
            target[out++] = text[at++];
        }
        return at;
    }

    private static long special(long chunk) {
        return (chunk ^ ONES * '"') - ONES | (chunk ^ ONES * '\\') - ONES | chunk - ONES * ' ';
    }
}
