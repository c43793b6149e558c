package com.jisu.logs.parsers.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Reads JSON (RFC 8259, strictly) into a tree of objects whose other values stay slices of the input.
 *
 * <p>Arrays, and objects below a given depth, are checked ({@link JsonCursor}) but not taken apart.
 */
public final class JsonScanner {

    /** Levels of nesting at which Jackson stops, inside of Elasticsearch and of Logstash. */
    public static final int JACKSONS_NESTING = 1000;

    /** No bound but the input's length: containers are read without recursion. */
    public static final int ANY_NESTING = Integer.MAX_VALUE;

    /** What objects have room for at first. */
    private static final int ROOT_MEMBERS = 20;

    private static final int INNER_MEMBERS = 6;

    /** Of an event, and of what a container engine wrote: strings that hold a line. */
    private static final Key MESSAGE = Keys.known("message");

    private static final Key LOG = Keys.known("log");

    private final KeyTable keys;
    private final int treeDepth;
    private final int maxNesting;

    /** Where the value stands that is read next. */
    private JsonCursor cursor;

    /** Looked into for the members of an event; null otherwise. */
    private RepeatedObjects repeated;

    /** What is in several events; null until the first one is read. */
    private RepeatedObjects ofEvents;

    /** The line of the event that was read last, and the line inside of that one, where an engine wrote it. */
    private final DecodedLine[] lines = {new DecodedLine(), new DecodedLine()};

    private int linesUsed;

    /** The member that was read last, if that is an object that was read before. */
    private JsonObject again;

    /** Takes note of what is read; null where nobody asks. */
    private List<ReadValue> read;

    /**
     * @param treeDepth levels of objects that are taken apart, at least 1
     * @param maxNesting levels of nesting, those that are not taken apart included; what is deeper is refused
     */
    public JsonScanner(KeyTable keys, int treeDepth, int maxNesting) {
        this.keys = keys;
        this.treeDepth = treeDepth;
        this.maxNesting = maxNesting;
        this.cursor = new JsonCursor(treeDepth, maxNesting);
    }

    /**
     * Reads the one object that is all of the input, but for white space around it.
     *
     * @throws JsonSyntaxException if it is anything else
     */
    public JsonObject object(byte[] json, int from, int to) throws JsonSyntaxException {
        JsonValue value = value(json, from, to);
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new JsonSyntaxException("a JSON " + kind(value) + ", not an object");
    }

    /** What the value is called in RFC 8259. */
    public static String kind(JsonValue value) {
        return value instanceof Leaf leaf ? leaf.kind().name().toLowerCase(Locale.ROOT) : "array";
    }

    /**
     * Reads the values that stand behind one another, with or without white space between them.
     *
     * @return the last of them; null if there is none
     */
    public JsonValue last(byte[] json, int from, int to) throws JsonSyntaxException {
        cursor.begin(json, from, to);
        cursor.whitespace();
        JsonValue value = null;
        while (cursor.at() < cursor.end()) {
            value = value(1);
            cursor.whitespace();
        }
        return value;
    }

    /** Reads the one value that is all of the input, but for white space around it. */
    JsonValue value(byte[] json, int from, int to) throws JsonSyntaxException {
        cursor.begin(json, from, to);
        cursor.whitespace();
        JsonValue value = value(1);
        cursor.whitespace();
        if (cursor.at() < cursor.end()) {
            throw cursor.expected("nothing more");
        }
        return value;
    }

    /** The same, of an event: objects that the last ones had as well are not read again. */
    public JsonValue event(byte[] json) throws JsonSyntaxException {
        repeated = repeatedObjects();
        linesUsed = 0;
        try {
            return value(json, 0, json.length);
        } finally {
            repeated = null;
        }
    }

    /** Has it noted what is read from here on; null for no more. */
    public void note(List<ReadValue> into) {
        read = into;
    }

    public RepeatedObjects repeatedObjects() {
        if (ofEvents == null) {
            ofEvents = new RepeatedObjects();
        }
        return ofEvents;
    }

    /** The lines of the last event that were decoded when they were read: its own, and one inside of that. */
    public List<DecodedLine> decodedLines() {
        return Arrays.asList(lines).subList(0, linesUsed);
    }

    /** The elements of an array. */
    List<JsonValue> elements(Leaf array) throws JsonSyntaxException {
        cursor.begin(array.bytes(), array.from(), array.to());
        return elements(1);
    }

    /** Decodes the string that begins here; gives the offset behind it, or a negative number if it is none. */
    public int decodeLine(byte[] json, int from) {
        cursor.begin(json, from, json.length);
        linesUsed = 0;
        try {
            line();
            return cursor.at();
        } catch (JsonSyntaxException e) {
            return -1;
        }
    }

    /** The text of a line that was decoded when it was read, until the next event is; null for other strings. */
    public Leaf decoded(Leaf string) {
        for (int i = 0; i < linesUsed; i++) {
            if (lines[i].isOf(string)) {
                return lines[i].text();
            }
        }
        return null;
    }

    private JsonValue value(int depth) throws JsonSyntaxException {
        return switch (cursor.peek()) {
            case '{' -> depth <= treeDepth ? members(depth) : cursor.container(depth - 1);
            case '[' -> array(depth);
            default -> cursor.scalar();
        };
    }

    private JsonValue member(Key key, int depth) throws JsonSyntaxException {
        final int from = cursor.at();
        JsonValue value = memberValue(key, depth);
        if (read != null) {
            read.add(new ReadValue(key, depth - 1, value, cursor.in(), from, cursor.at(), again));
        }
        return value;
    }

    private JsonValue memberValue(Key key, int depth) throws JsonSyntaxException {
        again = null;
        if (depth == 2
                && key == (repeated == null ? LOG : MESSAGE)
                && linesUsed < lines.length
                && cursor.peek() == '"') {
            return line();
        }
        if (repeated == null || depth > RepeatedObjects.MAX_DEPTH || cursor.peek() != '{') {
            return value(depth);
        }
        RepeatedObjects.Seen seen = repeated.find(key, depth, cursor.in(), cursor.at(), cursor.end());
        if (seen == null) {
            final int from = cursor.at();
            JsonValue value = value(depth);
            if (value instanceof JsonObject) {
                repeated.remember(key, depth, cursor.in(), from, cursor.at());
            }
            again = null; // as a member of this one may have been
            return value;
        }
        JsonObject object = seen.object();
        if (object == null) {
            object = remembered(seen.raw(), depth);
            object.keepJson();
            seen.setObject(object);
        }
        cursor.skip(seen.raw().length);
        if (read == null) {
            return object.copy();
        }
        again = remembered(seen.raw(), depth); // of this event alone, so that what is asked of it is, too
        return again.copy();
    }

    /** A string that is likely to be JSON itself. */
    private Leaf line() throws JsonSyntaxException {
        Leaf string = lines[linesUsed].read(cursor);
        linesUsed++;
        return string;
    }

    /** Reads an object that was read before, from bytes that stay. */
    private JsonObject remembered(byte[] raw, int depth) throws JsonSyntaxException {
        final JsonCursor event = cursor;
        final List<ReadValue> noted = read;
        read = null;
        repeated = null;
        cursor = new JsonCursor(treeDepth, maxNesting);
        cursor.begin(raw, 0, raw.length);
        JsonObject object = (JsonObject) value(depth);
        cursor = event;
        read = noted;
        repeated = ofEvents;
        return object;
    }

    /** An array of anything but objects is copied as it is; those with objects are taken apart. */
    private JsonValue array(int depth) throws JsonSyntaxException {
        final int from = cursor.at();
        Leaf leaf = cursor.container(depth - 1);
        if (!leaf.has(Leaf.HOLDS_OBJECTS) || depth >= treeDepth) {
            return leaf;
        }
        cursor.moveTo(from);
        return new JsonArray(elements(depth + 1));
    }

    private List<JsonValue> elements(int depth) throws JsonSyntaxException {
        List<JsonValue> elements = new ArrayList<>();
        cursor.skip(1);
        cursor.whitespace();
        while (cursor.peek() != ']') {
            elements.add(value(depth));
            cursor.whitespace();
            if (cursor.peek() == ',') {
                cursor.skip(1);
                cursor.whitespace();
            }
        }
        cursor.skip(1);
        return elements;
    }

    private JsonObject members(int depth) throws JsonSyntaxException {
        JsonObject object = new JsonObject(depth == 1 ? ROOT_MEMBERS : INNER_MEMBERS);
        cursor.skip(1);
        cursor.whitespace();
        if (cursor.peek() == '}') {
            cursor.skip(1);
            return object;
        }
        KeyTable.Written name = keys.start();
        while (true) {
            name = nameBehind(name);
            object.put(name.key(), member(name.key(), depth + 1));
            cursor.whitespace();
            int next = cursor.peek();
            cursor.skip(1);
            if (next == '}') {
                return object;
            }
            if (next != ',') {
                cursor.skip(-1);
                throw cursor.expected("',' or '}'");
            }
            cursor.whitespace();
        }
    }

    /** A member's name and its colon. Lines of one kind have the same names in the same order. */
    private KeyTable.Written nameBehind(KeyTable.Written before) throws JsonSyntaxException {
        final int place = repeated == null ? 0 : 1;
        KeyTable.Written likely = before.follower(place);
        if (likely != null && likely.isAt(cursor.in(), cursor.at(), cursor.end())) {
            cursor.skip(likely.length());
            cursor.whitespace();
            return likely;
        }
        final int from = cursor.at();
        cursor.string();
        KeyTable.Written name = keys.written(cursor.in(), from + 1, cursor.at() - 1, cursor.isEscaped());
        cursor.colon();
        before.setFollower(place, name);
        return name;
    }
}
