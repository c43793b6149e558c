package com.jisu.logs.parsers;

/** A string's text, decoded while the string was read. Used again for the next event; used by one thread. */
final class DecodedLine {

    /** Buffers larger than this are not kept from one event to the next. */
    private static final int MAX_KEPT = 1 << 20;

    private byte[] buffer = new byte[4096];
    private Leaf string;
    private Leaf text;

    /** The buffer for a text of at most so many bytes. */
    byte[] room(int bytes) {
        if (buffer.length < bytes || buffer.length > MAX_KEPT) {
            buffer = new byte[Math.max(bytes, 4096)];
        }
        return buffer;
    }

    /** Says of which string the text is, and how many bytes it has. */
    void set(Leaf itsString, int length) {
        string = itsString;
        text = Leaf.text(buffer, 0, length);
    }

    boolean isOf(Leaf other) {
        return string == other;
    }

    Leaf text() {
        return text;
    }
}
