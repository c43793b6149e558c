package com.jisu.logs.parsers;

import java.util.Arrays;

/** Hashes a list of parts, each with its length before it, so that no two lists of parts make the same bytes. */
final class PartsHash {

    private final Murmur3 murmur = new Murmur3();
    private byte[] parts = new byte[512];
    private int length;

    void clear() {
        length = 0;
    }

    /** Hashes what was added; the result is in {@link #high} and {@link #low}. */
    void hash() {
        murmur.hash(parts, 0, length, 0);
    }

    long high() {
        return murmur.high();
    }

    long low() {
        return murmur.low();
    }

    /** @param value may be null, which is a part too */
    void add(JsonValue value) {
        if (value == null) {
            add(-1);
        } else if (value instanceof Leaf leaf) {
            add(leaf.bytes(), leaf.from(), leaf.to());
        } else {
            JsonOutput json = new JsonOutput(256);
            json.value(value);
            add(json.toByteArray());
        }
    }

    void add(byte[] part) {
        add(part, 0, part.length);
    }

    void add(long number) {
        room(Long.BYTES);
        putLong(parts, length, number);
        length += Long.BYTES;
    }

    private void add(byte[] part, int from, int to) {
        int count = to - from;
        add(count);
        room(count);
        System.arraycopy(part, from, parts, length, count);
        length += count;
    }

    private void room(int count) {
        if (parts.length - length < count) {
            parts = Arrays.copyOf(parts, Math.max(parts.length * 2, length + count));
        }
    }

    static void putLong(byte[] target, int at, long number) {
        for (int i = 0; i < Long.BYTES; i++) {
            target[at + i] = (byte) (number >>> 56 - 8 * i);
        }
    }
}
