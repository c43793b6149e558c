package com.jisu.logs.parsers.api;

import java.nio.ByteBuffer;

/**
 * One stream of one container, as a hash of 128 bits over the shipper, the container (or its file) and the stream. What
 * has the same source are lines that follow each other.
 */
public record LineSource(long high, long low) {

    /** Bytes of {@link #toBytes()}. */
    public static final int LENGTH = 16;

    /** @param bytes {@link #LENGTH} bytes from its position on */
    public static LineSource read(ByteBuffer bytes) {
        return new LineSource(bytes.getLong(), bytes.getLong());
    }

    public byte[] toBytes() {
        return ByteBuffer.allocate(LENGTH).putLong(high).putLong(low).array();
    }
}
