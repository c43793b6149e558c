package com.jisu.logs.parsers;

/** A string's text, decoded while the string was read. Used again for the next event; used by one thread. */
final class DecodedLine {

    private final TextBuffer buffer = new TextBuffer();
    private Leaf string;
    private Leaf text;

    /** The array for a text of at most so many bytes. */
    byte[] room(int bytes) {
        return buffer.room(bytes);
    }

    /** Says of which string the text is, and where. */
    void set(Leaf itsString, byte[] itsText, int length) {
        string = itsString;
        text = Leaf.text(itsText, 0, length);
    }

    boolean isOf(Leaf other) {
        return string == other;
    }

    /** The string as it was read. */
    Leaf string() {
        return string;
    }

    Leaf text() {
        return text;
    }
}
