package com.jisu.logs.parsers;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * MurmurHash3_x64_128 by Austin Appleby (public domain): a fast hash of 128 bits, good enough to tell log lines apart,
 * no protection against anyone who wants collisions.
 */
final class Murmur3 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;

    private long high;
    private long low;

    /** Hashes the bytes; the result is in {@link #high} and {@link #low}. */
    void hash(byte[] bytes, int from, int to, long seed) {
        high = seed;
        low = seed;
        hashOn(bytes, from, to);
    }

    /** Hashes the bytes with what the last hash came to for a seed: a hash of a list of texts. */
    void hashOn(byte[] bytes, int from, int to) {
        int length = to - from;
        long h1 = high;
        long h2 = low;
        int at = from;
        for (; to - at >= 16; at += 16) {
            h1 ^= mix1((long) LONGS.get(bytes, at));
            h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
            h2 ^= mix2((long) LONGS.get(bytes, at + 8));
            h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
        }
        long k1 = 0;
        long k2 = 0;
        for (int i = to - 1; i >= at; i--) {
            if (i - at >= 8) {
                k2 = k2 << 8 | bytes[i] & 0xFF;
            } else {
                k1 = k1 << 8 | bytes[i] & 0xFF;
            }
        }
        h1 ^= mix1(k1);
        h2 ^= mix2(k2);
        h1 ^= length;
        h2 ^= length;
        h1 += h2;
        h2 += h1;
        h1 = finish(h1);
        h2 = finish(h2);
        h1 += h2;
        h2 += h1;
        high = h1;
        low = h2;
    }

    /** The first 64 bits. */
    long high() {
        return high;
    }

    /** The last 64 bits. */
    long low() {
        return low;
    }

    private static long mix1(long k) {
        return Long.rotateLeft(k * C1, 31) * C2;
    }

    private static long mix2(long k) {
        return Long.rotateLeft(k * C2, 33) * C1;
    }

    private static long finish(long hash) {
        long h = hash;
        h = (h ^ h >>> 33) * 0xff51afd7ed558ccdL;
        h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
        return h ^ h >>> 33;
    }
}
