package com.jisu.logs.parsers.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Hashes a list of parts where they lie, to 128 bits. The length of each part goes into the hash, so that the same bytes
 * cut into other parts have another one.
 *
 * <p>Sixteen bytes at a time are multiplied into each of two states, and both halves of the product are kept, folded
 * into one: the step of wyhash (Wang Yi, public domain), with its constants. It tells log lines apart; it is no
 * protection against anyone who wants collisions.
 */
public final class PartsHash {

    private static final byte[] ABSENT = {};
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long C0 = 0x2d358dccaa6c78a5L;
    private static final long C1 = 0x8bb84b93962eacc9L;
    private static final long C2 = 0x4b33a62ed433d4a3L;
    private static final long C3 = 0x4d5a2da51de1aa47L;

    private long one = C0;
    private long other = C1;

    public void clear() {
        one = C0;
        other = C1;
    }

    /** Goes on from what another one was given so far. */
    public void set(PartsHash begun) {
        one = begun.one;
        other = begun.other;
    }

    /** 64 bits of the hash of what was added. */
    public long high() {
        return fold(one ^ C2, other ^ C3);
    }

    /** The other 64 bits. */
    public long low() {
        return fold(one ^ C1, Long.rotateLeft(other, 32) ^ C0);
    }

    /** @param value may be null, which is a part too: no JSON is empty */
    public void add(JsonValue value) {
        if (value == null) {
            add(ABSENT);
        } else if (value instanceof Leaf leaf) {
            add(leaf.bytes, leaf.from, leaf.to);
        } else {
            add(JsonOutput.json(value));
        }
    }

    public void add(byte[] part) {
        add(part, 0, part.length);
    }

    public void add(long number) {
        add(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    public void add(byte[] bytes, int from, int to) {
        final int length = to - from;
        long a = one;
        long b = other ^ length;
        int at = from;
        for (; to - at > 16; at += 16) {
            final long first = (long) LONGS.get(bytes, at);
            final long second = (long) LONGS.get(bytes, at + 8);
            a = fold(first ^ C1, second ^ a);
            b = fold(first ^ b, second ^ C2);
        }
        // The last sixteen bytes, some of them for the second time; or all, where there are fewer.
        final long first;
        final long second;
        if (length >= 16) {
            first = (long) LONGS.get(bytes, to - 16);
            second = (long) LONGS.get(bytes, to - 8);
        } else if (length >= 8) {
            first = (long) LONGS.get(bytes, from);
            second = (long) LONGS.get(bytes, to - 8);
        } else if (length >= 4) {
            first = (int) INTS.get(bytes, from);
            second = (int) INTS.get(bytes, to - 4);
        } else {
            first = length == 0 ? 0 : bytes[from] << 16 | (bytes[from + length / 2] & 0xFF) << 8 | bytes[to - 1] & 0xFF;
            second = 0;
        }
        one = fold(first ^ C1, second ^ a);
        other = fold(first ^ b, second ^ C3);
    }

    /** The upper and the lower half of the unsigned product, as one. */
    private static long fold(long x, long y) {
        long high = Math.multiplyHigh(x, y) + (x >> 63 & y) + (y >> 63 & x);
        return high ^ x * y;
    }
}
