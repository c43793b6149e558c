package com.jisu.logs.parsers.lookup;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** MurmurHash3, in its forms of 32 bits and of 128 bits for machines of 64. */
final class Murmur3 {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;
    private static final int BLOCK = 16;

    private Murmur3() {}

    /** The hash of 32 bits, without a sign. */
    static long hash32(byte[] data, int seed) {
        int hash = seed;
        int whole = data.length / Integer.BYTES * Integer.BYTES;
        for (int at = 0; at < whole; at += Integer.BYTES) {
            hash ^= scrambled((int) INTS.get(data, at));
            hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
        }
        int rest = 0;
        for (int at = data.length - 1; at >= whole; at--) {
            rest = rest << Byte.SIZE | data[at] & 0xFF;
        }
        hash ^= scrambled(rest) ^ data.length;
        hash = (hash ^ hash >>> 16) * 0x85ebca6b;
        hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
        return (hash ^ hash >>> 16) & 0xFFFF_FFFFL;
    }

    private static int scrambled(int four) {
        return Integer.rotateLeft(four * 0xcc9e2d51, 15) * 0x1b873593;
    }

    /** The hash of 128 bits: both halves, each from its lowest byte on. */
    static byte[] hash128(byte[] data, int seed) {
        long first = seed & 0xFFFF_FFFFL;
        long second = first;
        int whole = data.length / BLOCK * BLOCK;
        for (int at = 0; at < whole; at += BLOCK) {
            first ^= scrambledFirst((long) LONGS.get(data, at));
            first = (Long.rotateLeft(first, 27) + second) * 5 + 0x52dce729;
            second ^= scrambledSecond((long) LONGS.get(data, at + Long.BYTES));
            second = (Long.rotateLeft(second, 31) + first) * 5 + 0x38495ab5;
        }
        first ^= scrambledFirst(rest(data, whole, whole + Long.BYTES)) ^ data.length;
        second ^= scrambledSecond(rest(data, whole + Long.BYTES, whole + BLOCK)) ^ data.length;
        first += second;
        second += first;
        first = mixed(first);
        second = mixed(second);
        first += second;
        second += first;
        return ByteBuffer.allocate(BLOCK)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(first)
                .putLong(second)
                .array();
    }

    /** What is left of the data between these places, as a number. */
    private static long rest(byte[] data, int from, int to) {
        long rest = 0;
        for (int at = Math.min(to, data.length) - 1; at >= from; at--) {
            rest = rest << Byte.SIZE | data[at] & 0xFF;
        }
        return rest;
    }

    private static long scrambledFirst(long eight) {
        return Long.rotateLeft(eight * C1, 31) * C2;
    }

    private static long scrambledSecond(long eight) {
        return Long.rotateLeft(eight * C2, 33) * C1;
    }

    private static long mixed(long half) {
        long mixed = (half ^ half >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
