package com.jisu.logs.parsers.json;

/** Room for a text, used again for the next one; not kept where it is large. Used by one thread. */
public final class TextBuffer {

    private static final int LEAST = 4096;
    private static final int MAX_KEPT = 1 << 20;

    private byte[] bytes = {};

    /** An array for a text of at most so many bytes. What was in it before may still be. */
    public byte[] room(int size) {
        if (bytes.length < size || bytes.length > MAX_KEPT) {
            bytes = new byte[Math.max(size, LEAST)];
        }
        return bytes;
    }
}
