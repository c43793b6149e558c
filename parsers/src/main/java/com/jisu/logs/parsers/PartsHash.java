package com.jisu.logs.parsers;

import java.nio.charset.StandardCharsets;

/**
 * Hashes a list of parts where they lie. The hash of each, which its length is in, is the seed of the next, so that the
 * same bytes cut into other parts have another hash.
 */
final class PartsHash {

    private static final byte[] ABSENT = {};

    private final Murmur3 murmur = new Murmur3();

    void clear() {
        murmur.hash(ABSENT, 0, 0, 0);
    }

    /** The first 64 bits of the hash of what was added. */
    long high() {
        return murmur.high();
    }

    /** The last 64 bits. */
    long low() {
        return murmur.low();
    }

    /** @param value may be null, which is a part too: no JSON is empty */
    void add(JsonValue value) {
        if (value == null) {
            add(ABSENT);
        } else if (value instanceof Leaf leaf) {
            murmur.hashOn(leaf.bytes(), leaf.from(), leaf.to());
        } else {
            JsonOutput json = new JsonOutput(256);
            json.value(value);
            add(json.toByteArray());
        }
    }

    void add(byte[] part) {
        murmur.hashOn(part, 0, part.length);
    }

    void add(long number) {
        add(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
    }
}
