package com.jisu.logs.parsers.document;

import com.jisu.logs.parsers.json.Ascii;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.KeyTable;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;

/**
 * Events of version 1 of the Lumberjack protocol, which are pairs of strings: logstash-forwarder's {@code line}, {@code
 * host}, {@code file} and {@code offset}, and whatever else the sender wrote.
 */
public final class Version1 {

    /** What such an event calls its message. */
    public static final Key LINE = Keys.known("line");

    static final Key HOST = Keys.known("host");
    static final Key FILE = Keys.known("file");
    static final Key OFFSET = Keys.known("offset");

    private static final Key MESSAGE = Keys.known("message");
    private static final Key METADATA = Keys.known("@metadata");
    private static final Key AGENT = Keys.known("agent");
    private static final Key NAME = Keys.known("name");
    private static final Key LOG = Keys.known("log");
    private static final Key PATH = Keys.known("path");
    private static final Key FIELDS = Keys.known("fields");

    /** Begins the names of pairs that are what Beats have in their {@code fields}. */
    private static final String OF_FIELDS = "fields.";

    /** Digits of the largest offset that a long can hold for sure. */
    private static final int MAX_DIGITS = 18;

    private Version1() {}

    /** Whether an event is one of these: it has its text in {@code line}, and nothing that Beats write. */
    public static boolean isOf(JsonObject event) {
        Leaf line = event.leaf(LINE);
        return line != null
                && line.isString()
                && event.get(MESSAGE) == null
                && event.get(METADATA) == null
                && event.get(AGENT) == null;
    }

    /** Gives what is in such an event the names that Beats write. */
    public static void rename(JsonObject event, KeyTable keys) {
        event.put(MESSAGE, event.remove(LINE));
        Leaf host = event.leaf(HOST);
        if (isString(host)) {
            event.put(HOST, with(NAME, host));
        }
        if (!JsonValue.isPresent(event.get(LOG))) {
            renamePosition(event);
        }
        if (!JsonValue.isPresent(event.get(FIELDS))) {
            gatherFields(event, keys);
        }
    }

    private static void renamePosition(JsonObject event) {
        JsonObject log = new JsonObject();
        Leaf offset = number(event.leaf(OFFSET));
        if (offset != null) {
            event.remove(OFFSET);
            log.put(OFFSET, offset);
        }
        Leaf file = event.leaf(FILE);
        if (isString(file)) {
            event.remove(FILE);
            log.put(FILE, with(PATH, file));
        }
        if (log.size() > 0) {
            event.put(LOG, log);
        }
    }

    private static void gatherFields(JsonObject event, KeyTable keys) {
        JsonObject fields = new JsonObject();
        for (int i = event.size() - 1; i >= 0; i--) {
            Key key = event.key(i);
            if (key.name().startsWith(OF_FIELDS) && key.name().length() > OF_FIELDS.length()) {
                fields.put(keys.key(key.name().substring(OF_FIELDS.length())), event.remove(key));
            }
        }
        if (fields.size() > 0) {
            event.put(FIELDS, fields);
        }
    }

    private static JsonObject with(Key key, JsonValue value) {
        JsonObject object = new JsonObject(1);
        object.put(key, value);
        return object;
    }

    private static boolean isString(Leaf leaf) {
        return leaf != null && leaf.isString();
    }

    /** The whole number, not below zero, that a string or a number is; null where it is none. */
    private static Leaf number(Leaf value) {
        if (value == null || value.kind() != Leaf.Kind.STRING && value.kind() != Leaf.Kind.NUMBER) {
            return null;
        }
        int quote = value.kind() == Leaf.Kind.STRING ? 1 : 0;
        int from = value.from() + quote;
        int to = value.to() - quote;
        boolean isWhole = to > from
                && to - from <= MAX_DIGITS
                && Ascii.afterDigits(value.bytes(), from, to) == to
                && (value.bytes()[from] != '0' || to == from + 1);
        return isWhole ? new Leaf(Leaf.Kind.NUMBER, value.bytes(), from, to, 0) : null;
    }
}
