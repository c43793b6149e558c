package com.jisu.logs.parsers.document;

import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonScanner;
import com.jisu.logs.parsers.json.JsonSyntaxException;
import com.jisu.logs.parsers.json.JsonText;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.json.TextBuffer;
import java.util.ArrayList;
import java.util.List;

/** Decodes strings that hold lines: what rules see of them. The texts stay until the event is done. Used by one thread. */
public final class LineTexts {

    private final JsonScanner scanner;
    private final List<TextBuffer> buffers = new ArrayList<>();
    private int buffersUsed;

    LineTexts(JsonScanner scanner) {
        this.scanner = scanner;
    }

    /** Forgets the texts of the event before. */
    void begin() {
        buffersUsed = 0;
    }

    /** A string's text, in bytes of its own that begin with it. Who has it has asked the string what it says. */
    public Leaf of(Leaf string) {
        string.ask();
        return decoded(string);
    }

    private Leaf decoded(Leaf string) {
        Leaf line = scanner.decoded(string);
        if (line != null) {
            return line;
        }
        byte[] text = buffer(string.length());
        int length = string.length();
        if (string.kind() == Leaf.Kind.STRING) {
            length = JsonText.decode(string.bytes(), string.from() + 1, string.to() - 1, text, 0);
        } else {
            System.arraycopy(string.bytes(), string.from(), text, 0, length);
        }
        return Leaf.text(text, 0, length);
    }

    private byte[] buffer(int size) {
        if (buffersUsed == buffers.size()) {
            buffers.add(new TextBuffer());
        }
        return buffers.get(buffersUsed++).room(size);
    }

    /** Whether a string's text begins as an object does; that is a part of its shape. */
    public boolean beginsObject(Leaf string) {
        Leaf text = decoded(string);
        return text.length() > 0 && text.bytes()[text.from()] == '{';
    }

    /**
     * The JSON object that is all of a string's text, but for white space and a byte order mark; null if it is none. Where the
     * string is a line of the event's, the object is in all events of the same shape.
     */
    public JsonObject objectIn(Leaf string) {
        return object(decoded(string));
    }

    /** The same, of a text. */
    public JsonObject object(Leaf text) {
        byte[] utf8 = text.bytes();
        int from = text.from();
        boolean mark = text.length() >= 3
                && utf8[from] == (byte) 0xEF
                && utf8[from + 1] == (byte) 0xBB
                && utf8[from + 2] == (byte) 0xBF;
        try {
            return scanner.object(utf8, mark ? from + 3 : from, text.to());
        } catch (JsonSyntaxException e) {
            return null;
        }
    }
}
