package com.jisu.logs.parsers.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes JSON into a buffer that grows, and is used again for the next document. */
public final class JsonOutput {

    /** Buffers larger than this are not kept from one document to the next. */
    private static final int MAX_KEPT = 1 << 20;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] buffer;
    private int length;
    private boolean hasLong;

    public JsonOutput(int capacity) {
        buffer = new byte[capacity];
    }

    /** Characters (UTF-16) of the longest string that is not long: {@link #hasLong}. */
    public static final int LONG_TEXT = 1024;

    /** A value as JSON. Who has that has asked all that is in the value. */
    public static byte[] json(JsonValue value) {
        ask(value);
        JsonOutput json = new JsonOutput(256);
        json.value(value);
        return json.toByteArray();
    }

    private static void ask(JsonValue value) {
        if (value instanceof Leaf leaf) {
            leaf.ask();
        } else if (value instanceof JsonArray array) {
            array.elements().forEach(JsonOutput::ask);
        } else if (value instanceof JsonObject object) {
            for (int i = 0; i < object.size(); i++) {
                ask(object.value(i));
            }
        }
    }

    public void reset() {
        length = 0;
        hasLong = false;
        if (buffer.length > MAX_KEPT) {
            buffer = new byte[MAX_KEPT];
        }
    }

    public int length() {
        return length;
    }

    /** Whether a value was written since the last reset that may hold a string of more than {@link #LONG_TEXT}. */
    public boolean hasLong() {
        return hasLong;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, length);
    }

    public void write(char ascii) {
        room(1);
        buffer[length++] = (byte) ascii;
    }

    public void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    public void write(byte[] bytes, int from, int to) {
        int count = to - from;
        room(count);
        System.arraycopy(bytes, from, buffer, length, count);
        length += count;
    }

    /** A string with its quotes. */
    public void quoted(String text) {
        int lone = loneSurrogate(text, 0);
        write('"');
        int from = 0;
        while (lone >= 0) {
            byte[] utf8 = text.substring(from, lone).getBytes(StandardCharsets.UTF_8);
            escaped(utf8, 0, utf8.length);
            unicodeEscape(text.charAt(lone));
            from = lone + 1;
            lone = loneSurrogate(text, from);
        }
        byte[] utf8 = text.substring(from).getBytes(StandardCharsets.UTF_8);
        escaped(utf8, 0, utf8.length);
        write('"');
    }

    /** Where the first surrogate is that is no half of a pair, or -1. */
    static int loneSurrogate(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (!Character.isSurrogate(unit)) {
                continue;
            }
            boolean pair = Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (!pair) {
                return i;
            }
            i++;
        }
        return -1;
    }

    /** UTF-8 text as a string with its quotes. */
    public void quoted(byte[] utf8, int from, int to) {
        write('"');
        escaped(utf8, from, to);
        write('"');
    }

    /** UTF-8 text as it stands between the quotes of a string. */
    private void escaped(byte[] utf8, int from, int to) {
        int run = from;
        while (true) {
            int special = Ascii.special(utf8, run, to);
            write(utf8, run, special);
            if (special == to) {
                return;
            }
            escape(utf8[special]);
            run = special + 1;
        }
    }

    private void escape(byte b) {
        switch (b) {
            case '"' -> escape('"');
            case '\\' -> escape('\\');
            case '\n' -> escape('n');
            case '\r' -> escape('r');
            case '\t' -> escape('t');
            case '\b' -> escape('b');
            case '\f' -> escape('f');
            default -> unicodeEscape((char) b);
        }
    }

    /** What was written as the inside of a string, without its escapes; null if there are escapes by number among them. */
    public Leaf unescaped() {
        for (int i = 0; i < length; i++) {
            if (buffer[i] == '\\' && buffer[++i] == 'u') {
                return null;
            }
        }
        byte[] text = new byte[length];
        return Leaf.text(text, 0, JsonText.decode(buffer, 0, length, text, 0));
    }

    private void escape(char letter) {
        write('\\');
        write(letter);
    }

    private void unicodeEscape(char unit) {
        escape('u');
        room(4);
        for (int shift = 12; shift >= 0; shift -= 4) {
            buffer[length++] = HEX[unit >> shift & 15];
        }
    }

    public void value(JsonValue value) {
        if (value instanceof JsonObject object) {
            object(object);
            return;
        }
        if (value instanceof JsonArray array) {
            array(array);
            return;
        }
        Leaf leaf = (Leaf) value;
        hasLong |= leaf.to - leaf.from > LONG_TEXT;
        if (leaf.kind() == Leaf.Kind.TEXT) {
            quoted(leaf.bytes, leaf.from, leaf.to);
        } else if (leaf.has(Leaf.LINE_BREAKS)) {
            oneLine(leaf.bytes, leaf.from, leaf.to);
        } else {
            write(leaf.bytes, leaf.from, leaf.to);
        }
    }

    /** In JSON, line breaks stand only between values: inside strings they are escaped. */
    private void oneLine(byte[] json, int from, int to) {
        for (int i = from; i < to; i++) {
            if (json[i] != '\n' && json[i] != '\r') {
                write((char) json[i]);
            }
        }
    }

    public void object(JsonObject object) {
        JsonObject.Unchanged unchanged = object.unchanged();
        if (unchanged != null) {
            write(unchanged.json());
            return;
        }
        write('{');
        for (int i = 0; i < object.size(); i++) {
            name(object.key(i), i);
            value(object.value(i));
        }
        write('}');
    }

    /** A member's name and colon, behind the members before it. */
    public void name(Key key, int membersBefore) {
        byte[] json = key.json();
        write(json, membersBefore == 0 ? 1 : 0, json.length);
    }

    private void array(JsonArray array) {
        char separator = '[';
        for (JsonValue element : array.elements()) {
            write(separator);
            value(element);
            separator = ',';
        }
        if (separator == '[') {
            write('[');
        }
        write(']');
    }

    private void room(int count) {
        if (buffer.length - length < count) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, Math.addExact(length, count)));
        }
    }
}
