package com.jisu.logs.parsers.container;

import com.jisu.logs.parsers.json.Leaf;

/** The sequences by which programs colour their lines on terminals: ECMA-48's SGR, {@code ESC [ 31 m}. */
final class AnsiColours {

    private static final byte ESCAPE = 0x1B;

    private AnsiColours() {}

    /** The text without them; the same one where it has none. */
    static Leaf without(Leaf text) {
        int first = next(text.bytes(), text.from(), text.to());
        if (first == text.to()) {
            return text;
        }
        byte[] rest = new byte[text.length()];
        int length = 0;
        int at = text.from();
        while (at < text.to()) {
            int colour = next(text.bytes(), at, text.to());
            System.arraycopy(text.bytes(), at, rest, length, colour - at);
            length += colour - at;
            at = colour < text.to() ? end(text.bytes(), colour, text.to()) : colour;
        }
        return Leaf.text(rest, 0, length);
    }

    /** Where the next one begins, or the end. */
    private static int next(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] == ESCAPE && end(text, i, to) > 0) {
                return i;
            }
        }
        return to;
    }

    /** Behind the one that begins here; -1 if none does. */
    private static int end(byte[] text, int from, int to) {
        if (from + 1 >= to || text[from + 1] != '[') {
            return -1;
        }
        int i = from + 2;
        while (i < to && (text[i] >= '0' && text[i] <= '9' || text[i] == ';' || text[i] == ':')) {
            i++;
        }
        return i < to && (text[i] == 'm' || text[i] == 'K') ? i + 1 : -1;
    }
}
