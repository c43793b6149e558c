package com.jisu.logs.parsers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Reads JSON (RFC 8259, strictly) into a tree of objects whose other values stay slices of the input.
 *
 * <p>Everything is checked: numbers, escapes, UTF-8 (RFC 3629). Arrays, and objects below a given depth, are checked
 * but not taken apart. What is nested deeper than {@link #MAX_NESTING} is refused: no parser behind this one reads it.
 */
final class JsonScanner {

    /** Levels of nesting that are read; Jackson, inside Elasticsearch, stops there too. */
    static final int MAX_NESTING = 1000;

    /** Digits of the longest number that Elasticsearch's parser reads. */
    private static final int MAX_NUMBER_LENGTH = 1000;

    /** What objects have room for at first. */
    private static final int ROOT_MEMBERS = 20;

    private static final int INNER_MEMBERS = 6;

    /** Of an event, and of what a container engine wrote: strings that hold a line. */
    private static final Key MESSAGE = Keys.known("message");

    private static final Key LOG = Keys.known("log");

    private final KeyTable keys;
    private final int treeDepth;
    private final long[] arrays = new long[MAX_NESTING / Long.SIZE + 1]; // a bit for each open level: array or object

    private byte[] in;
    private int at;
    private int end;
    private boolean escaped;
    private boolean lineBreaks;

    /** Looked into for the members of an event; null otherwise. */
    private RepeatedObjects repeated;

    private final RepeatedObjects ofEvents = new RepeatedObjects();

    /** The line of the event that was read last, and the line inside of that one, where an engine wrote it. */
    private final DecodedLine[] lines = {new DecodedLine(), new DecodedLine()};

    private int linesUsed;

    /** Whether the member that was read last is an object that was read before. */
    private boolean again;

    /** Takes note of what is read; null where nobody asks. */
    private List<ReadValue> read;

    /** @param treeDepth levels of objects that are taken apart, at least 1 */
    JsonScanner(KeyTable keys, int treeDepth) {
        this.keys = keys;
        this.treeDepth = treeDepth;
    }

    /**
     * Reads the one object that is all of the input, but for white space around it.
     *
     * @throws JsonSyntaxException if it is anything else
     */
    JsonObject object(byte[] json, int from, int to) throws JsonSyntaxException {
        JsonValue value = value(json, from, to);
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new JsonSyntaxException("a JSON " + kind(value) + ", not an object");
    }

    /** What the value is called in RFC 8259. */
    static String kind(JsonValue value) {
        return value instanceof Leaf leaf ? leaf.kind().name().toLowerCase(Locale.ROOT) : "array";
    }

    /** Reads the one value that is all of the input, but for white space around it. */
    JsonValue value(byte[] json, int from, int to) throws JsonSyntaxException {
        in = json;
        at = from;
        end = to;
        whitespace();
        JsonValue value = value(1);
        whitespace();
        if (at < end) {
            throw expected("nothing more");
        }
        return value;
    }

    /** The same, of an event: objects that the last ones had as well are not read again. */
    JsonValue event(byte[] json) throws JsonSyntaxException {
        repeated = ofEvents;
        linesUsed = 0;
        try {
            return value(json, 0, json.length);
        } finally {
            repeated = null;
        }
    }

    /** Has it noted what is read from here on; null for no more. */
    void note(List<ReadValue> into) {
        read = into;
    }

    RepeatedObjects repeatedObjects() {
        return ofEvents;
    }

    /** The lines of the last event that were decoded when they were read: its own, and one inside of that. */
    List<DecodedLine> decodedLines() {
        return Arrays.asList(lines).subList(0, linesUsed);
    }

    /** The elements of an array. */
    List<JsonValue> elements(Leaf array) throws JsonSyntaxException {
        in = array.bytes();
        at = array.from();
        end = array.to();
        return elements(1);
    }

    /** Decodes the string that begins here; gives the offset behind it, or a negative number if it is none. */
    int decodeLine(byte[] json, int from) {
        in = json;
        at = from;
        end = json.length;
        linesUsed = 0;
        try {
            line();
            return at;
        } catch (JsonSyntaxException e) {
            return -1;
        }
    }

    /** The text of a line that was decoded when it was read, until the next event is; null for other strings. */
    Leaf decoded(Leaf string) {
        for (int i = 0; i < linesUsed; i++) {
            if (lines[i].isOf(string)) {
                return lines[i].text();
            }
        }
        return null;
    }

    private JsonValue value(int depth) throws JsonSyntaxException {
        final int from = at;
        switch (peek()) {
            case '{':
                return depth <= treeDepth ? members(depth) : container();
            case '[':
                return array(depth);
            case '"':
                string();
                return new Leaf(Leaf.Kind.STRING, in, from, at, escaped ? Leaf.ESCAPED : 0);
            case 't':
                literal("true");
                return new Leaf(Leaf.Kind.BOOLEAN, in, from, at, 0);
            case 'f':
                literal("false");
                return new Leaf(Leaf.Kind.BOOLEAN, in, from, at, 0);
            case 'n':
                literal("null");
                return new Leaf(Leaf.Kind.NULL, in, from, at, 0);
            default:
                number();
                return new Leaf(Leaf.Kind.NUMBER, in, from, at, at - from > MAX_NUMBER_LENGTH ? Leaf.LONG_NUMBER : 0);
        }
    }

    private JsonValue member(Key key, int depth) throws JsonSyntaxException {
        final int from = at;
        JsonValue value = memberValue(key, depth);
        if (read != null) {
            read.add(new ReadValue(key, depth - 1, value, in, from, at, again));
        }
        return value;
    }

    private JsonValue memberValue(Key key, int depth) throws JsonSyntaxException {
        again = false;
        if (depth == 2 && key == (repeated == null ? LOG : MESSAGE) && linesUsed < lines.length && peek() == '"') {
            return line();
        }
        if (repeated == null || depth > RepeatedObjects.MAX_DEPTH || peek() != '{') {
            return value(depth);
        }
        RepeatedObjects.Seen seen = repeated.find(key, depth, in, at, end);
        if (seen == null) {
            final int from = at;
            JsonValue value = value(depth);
            if (value instanceof JsonObject) {
                repeated.remember(key, depth, in, from, at);
            }
            again = false; // as a member of this one may have been
            return value;
        }
        JsonObject object = seen.object();
        if (object == null) {
            object = remembered(seen.raw(), depth);
            seen.setObject(object);
        }
        at += seen.raw().length;
        again = true;
        return object.copy();
    }

    /** Reads an object that was read before, from bytes that stay. */
    private JsonObject remembered(byte[] raw, int depth) throws JsonSyntaxException {
        final byte[] event = in;
        final int eventAt = at;
        final int eventEnd = end;
        final List<ReadValue> noted = read;
        read = null;
        repeated = null;
        in = raw;
        at = 0;
        end = raw.length;
        JsonObject object = (JsonObject) value(depth);
        object.keepJson();
        read = noted;
        repeated = ofEvents;
        in = event;
        at = eventAt;
        end = eventEnd;
        return object;
    }

    /** An array of anything but objects is copied as it is; those with objects are taken apart. */
    private JsonValue array(int depth) throws JsonSyntaxException {
        final int from = at;
        Leaf leaf = container();
        if (!leaf.has(Leaf.HOLDS_OBJECTS) || depth >= treeDepth) {
            return leaf;
        }
        at = from;
        return new JsonArray(elements(depth + 1));
    }

    private List<JsonValue> elements(int depth) throws JsonSyntaxException {
        List<JsonValue> elements = new ArrayList<>();
        at++;
        whitespace();
        while (peek() != ']') {
            elements.add(value(depth));
            whitespace();
            if (peek() == ',') {
                at++;
                whitespace();
            }
        }
        at++;
        return elements;
    }

    private JsonObject members(int depth) throws JsonSyntaxException {
        JsonObject object = new JsonObject(depth == 1 ? ROOT_MEMBERS : INNER_MEMBERS);
        at++;
        whitespace();
        if (peek() == '}') {
            at++;
            return object;
        }
        KeyTable.Written name = keys.start();
        while (true) {
            name = nameBehind(name);
            object.put(name.key(), member(name.key(), depth + 1));
            whitespace();
            int next = peek();
            at++;
            if (next == '}') {
                return object;
            }
            if (next != ',') {
                at--;
                throw expected("',' or '}'");
            }
            whitespace();
        }
    }

    /** A member's name and its colon. Lines of one kind have the same names in the same order. */
    private KeyTable.Written nameBehind(KeyTable.Written before) throws JsonSyntaxException {
        final int place = repeated == null ? 0 : 1;
        KeyTable.Written likely = before.follower(place);
        if (likely != null && likely.isAt(in, at, end)) {
            at += likely.length();
            whitespace();
            return likely;
        }
        final int from = at;
        string();
        KeyTable.Written name = keys.written(in, from + 1, at - 1, escaped);
        colon();
        before.setFollower(place, name);
        return name;
    }

    /** An array, or an object that is not taken apart. Without recursion: its depth is its sender's choice. */
    private Leaf container() throws JsonSyntaxException {
        final int from = at;
        int flags = 0;
        int depth = 0;
        lineBreaks = false;
        while (true) {
            switch (peek()) {
                case '{':
                case '[':
                    boolean array = in[at] == '[';
                    flags |= array ? 0 : Leaf.HOLDS_OBJECTS;
                    if (++depth > MAX_NESTING) {
                        throw new JsonSyntaxException("nested deeper than " + MAX_NESTING + " at byte " + at);
                    }
                    if (depth > treeDepth) {
                        flags |= Leaf.DEEP;
                    }
                    push(depth, array);
                    at++;
                    whitespace();
                    if (peek() == (array ? ']' : '}')) {
                        break; // empty: what follows closes it
                    }
                    if (!array) {
                        string();
                        colon();
                    }
                    continue;
                case '"':
                    string();
                    flags |= Leaf.HOLDS_SCALARS;
                    break;
                case 't':
                    literal("true");
                    flags |= Leaf.HOLDS_SCALARS;
                    break;
                case 'f':
                    literal("false");
                    flags |= Leaf.HOLDS_SCALARS;
                    break;
                case 'n':
                    literal("null");
                    break;
                default:
                    final int numberFrom = at;
                    number();
                    flags |= Leaf.HOLDS_SCALARS | (at - numberFrom > MAX_NUMBER_LENGTH ? Leaf.LONG_NUMBER : 0);
            }
            depth = closed(depth);
            if (depth == 0) {
                flags |= lineBreaks ? Leaf.LINE_BREAKS : 0;
                return new Leaf(in[from] == '[' ? Leaf.Kind.ARRAY : Leaf.Kind.OBJECT, in, from, at, flags);
            }
        }
    }

    /** After a value: closes what ends here, or goes to where the next value begins. Gives the depth then. */
    private int closed(int depth) throws JsonSyntaxException {
        int open = depth;
        while (open > 0) {
            whitespace();
            boolean array = isArray(open);
            int next = peek();
            if (next == ',') {
                at++;
                whitespace();
                if (!array) {
                    string();
                    colon();
                }
                return open;
            }
            if (next != (array ? ']' : '}')) {
                throw expected(array ? "',' or ']'" : "',' or '}'");
            }
            at++;
            open--;
        }
        return 0;
    }

    private void push(int depth, boolean array) {
        if (array) {
            arrays[depth >> 6] |= 1L << depth;
        } else {
            arrays[depth >> 6] &= ~(1L << depth);
        }
    }

    private boolean isArray(int depth) {
        return (arrays[depth >> 6] & 1L << depth) != 0;
    }

    private void colon() throws JsonSyntaxException {
        whitespace();
        if (peek() != ':') {
            throw expected("':'");
        }
        at++;
        whitespace();
    }

    private void string() throws JsonSyntaxException {
        if (peek() != '"') {
            throw expected("a string");
        }
        at++;
        escaped = false;
        while (true) {
            at = Ascii.notPlain(in, at, end);
            if (at >= end) {
                throw expected("the string's end");
            }
            byte b = in[at];
            if (b == '"') {
                at++;
                return;
            }
            if (b == '\\') {
                escaped = true;
                escape();
            } else if (b < 0) {
                at = Utf8.next(in, at, end);
                if (at < 0) {
                    at = 0;
                    throw new JsonSyntaxException("a string is not UTF-8");
                }
            } else {
                throw expected("no control character in a string");
            }
        }
    }

    /** A string that is likely to be JSON itself, full of escaped quotes: it is decoded in the same pass. */
    private Leaf line() throws JsonSyntaxException {
        final int from = at;
        final DecodedLine line = lines[linesUsed];
        byte[] text = line.room(end - from);
        int length = 0;
        at++;
        escaped = false;
        while (true) {
            final int run = at;
            at = plainEnd(text, length);
            length += at - run;
            if (peek() == '"') {
                at++;
                break;
            }
            int letter = peek() == '\\' && at + 1 < end ? in[at + 1] : 'u';
            if (letter == 'u') { // the rare one, which may need the one behind it; or what is no string
                at = from;
                string();
                length = JsonText.decode(in, from + 1, at - 1, text, 0);
                break;
            }
            escaped = true;
            escape();
            text[length++] = JsonText.unescaped((byte) letter);
        }
        Leaf string = new Leaf(Leaf.Kind.STRING, in, from, at, escaped ? Leaf.ESCAPED : 0);
        line.set(string, text, length);
        linesUsed++;
        return string;
    }

    /** Copies up to the next quote, backslash, or byte that no string has; gives its offset. */
    private int plainEnd(byte[] text, int textFrom) {
        int from = at;
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

    private void escape() throws JsonSyntaxException {
        at++;
        switch (peek()) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at++;
            case 'u' -> {
                at++;
                for (int i = 0; i < 4; i++) {
                    if (Character.digit(peek(), 16) < 0) {
                        throw expected("four hexadecimal digits");
                    }
                    at++;
                }
            }
            default -> throw expected("an escape sequence");
        }
    }

    private void number() throws JsonSyntaxException {
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits("a value");
        }
        if (peek() == '.') {
            at++;
            digits("a digit");
        }
        if ((peek() | 0x20) == 'e') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits("a digit");
        }
    }

    private void digits(String what) throws JsonSyntaxException {
        final int from = at;
        at = Ascii.afterDigits(in, at, end);
        if (at == from) {
            throw expected(what);
        }
    }

    private void literal(String word) throws JsonSyntaxException {
        for (int i = 0; i < word.length(); i++) {
            if (peek() != word.charAt(i)) {
                throw expected("'" + word + "'");
            }
            at++;
        }
    }

    private void whitespace() {
        if (at < end && in[at] > ' ') {
            return; // as between most values
        }
        skipWhitespace();
    }

    private void skipWhitespace() {
        while (at < end) {
            byte b = in[at];
            if (b > ' ') {
                return;
            }
            if (b == '\n' || b == '\r') {
                lineBreaks = true;
            } else if (b != ' ' && b != '\t') {
                return;
            }
            at++;
        }
    }

    private int peek() {
        return at < end ? in[at] : -1;
    }

    private JsonSyntaxException expected(String what) {
        return new JsonSyntaxException(
                "expected " + what + (at < end ? " at byte " + at : ", found the end after " + end + " bytes"));
    }
}
