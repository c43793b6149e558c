package com.jisu.logs.parsers.json;

/** A string's text, decoded while the string was read. Used again for the next event; used by one thread. */
public final class DecodedLine {

    private final TextBuffer buffer = new TextBuffer();
    private Leaf string;
    private Leaf text;

    /** Reads and decodes the string here, which is likely to be JSON itself, full of escaped quotes, in one pass. */
    Leaf read(JsonCursor cursor) throws JsonSyntaxException {
        final byte[] in = cursor.in();
        final int from = cursor.at();
        final byte[] decoded = buffer.room(cursor.end() - from);
        int length = 0;
        boolean escaped = false;
        cursor.skip(1);
        while (true) {
            final int run = cursor.at();
            cursor.moveTo(copyPlain(in, run, cursor.end(), decoded, length));
            length += cursor.at() - run;
            if (cursor.peek() == '"') {
                cursor.skip(1);
                break;
            }
            int letter = cursor.peek() == '\\' && cursor.at() + 1 < cursor.end() ? in[cursor.at() + 1] : 'u';
            if (letter == 'u') { // the rare one, which may need the one behind it; or what is no string
                cursor.moveTo(from);
                cursor.string();
                escaped = cursor.isEscaped();
                length = JsonText.decode(in, from + 1, cursor.at() - 1, decoded, 0);
                break;
            }
            escaped = true;
            cursor.escape();
            decoded[length++] = JsonText.unescaped((byte) letter);
        }
        string = new Leaf(Leaf.Kind.STRING, in, from, cursor.at(), escaped ? Leaf.ESCAPED : 0);
        text = Leaf.text(decoded, 0, length);
        return string;
    }

    /** Copies up to the next quote, backslash, or byte that no string has; gives its offset. */
    private static int copyPlain(byte[] in, int begin, int end, byte[] text, int textFrom) {
        int from = begin;
        int out = textFrom;
        while (true) {
            final int plainEnd = Ascii.copyPlain(in, from, end, text, out);
            int character = plainEnd < end && in[plainEnd] < 0 ? Utf8.next(in, plainEnd, end) : -1;
            if (character < 0) {
                return plainEnd;
            }
            out += plainEnd - from;
            System.arraycopy(in, plainEnd, text, out, character - plainEnd);
            out += character - plainEnd;
            from = character;
        }
    }

    public boolean isOf(Leaf other) {
        return string == other;
    }

    /** The string as it was read. */
    public Leaf string() {
        return string;
    }

    public Leaf text() {
        return text;
    }
}
