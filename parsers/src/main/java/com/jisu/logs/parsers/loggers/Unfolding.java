package com.jisu.logs.parsers.loggers;

import com.jisu.logs.parsers.document.AskedValues;
import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.KeyTable;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiPredicate;

/** Brings to the top of a line what is an envelope around a line, or is written one level down or under another name. */
public final class Unfolding {

    private static final Key MESSAGE = Keys.known("message");
    private static final Key MSG = Keys.known("msg");
    private static final Key JOURNAL_MESSAGE = Keys.known("MESSAGE");
    private static final Key FIELDS = Keys.known("fields");
    private static final Key TARGET = Keys.known("target");
    private static final Key VERSION = Keys.known("version");
    private static final Key TIMESTAMP = Keys.known("timestamp");

    private static final List<Key> MESSAGES =
            List.of(MESSAGE, MSG, Keys.known("@message"), Keys.known("Message"), Keys.known("short_message"));

    private final KeyTable keys;
    private final BiPredicate<Document, JsonObject> hasTime;
    private JsonObject rests;
    private Leaf text;
    private boolean looksIntoTexts;

    /** @param hasTime whether a line has a time of its own that is understood */
    public Unfolding(KeyTable keys, BiPredicate<Document, JsonObject> hasTime) {
        this.keys = keys;
        this.hasTime = hasTime;
    }

    /** The line with all that it says at its top. */
    public JsonObject of(Document document, JsonObject line) {
        JsonObject json = line;
        rests = null;
        text = null;
        looksIntoTexts = true;
        if (Beside.GELF.holds(line)) {
            document.asks(AskedValues.Question.SAME, line.leaf(VERSION));
            json = withoutUnderscores(line);
        }
        if (Beside.PM2.holds(json)) {
            json = ofText(document, json, MESSAGE);
        } else if (Beside.JOURNALD.holds(json)) {
            json = ofText(document, json, JOURNAL_MESSAGE);
        }
        if (json.get(FIELDS) instanceof JsonObject fields && json.get(TARGET) != null && fields.get(MESSAGE) != null) {
            raise(json, FIELDS, fields);
        }
        for (Key key : MESSAGES) {
            if (json.get(key) instanceof JsonObject message) {
                raise(json, key, message);
            }
        }
        if (Beside.SYSLOG.holds(json)) {
            dropBlank(json, MESSAGE);
            dropBlank(json, MSG);
        } else if (!Beside.PM2.holds(json) && !Beside.JOURNALD.holds(json)) {
            looksIntoTexts = false;
        }
        return json;
    }

    /** What found no place at the top, by the names of the objects that held it; null for nothing. */
    public JsonObject rests() {
        return rests;
    }

    /** The line that stood in a text of the one that was unfolded last; null where none did. */
    public Leaf text() {
        return text;
    }

    /** Whether it was looked at what texts in that line say. */
    public boolean looksIntoTexts() {
        return looksIntoTexts;
    }

    /** GELF's own keys begin with an underscore. */
    private JsonObject withoutUnderscores(JsonObject line) {
        JsonObject json = new JsonObject(line.size() + 1);
        for (int i = 0; i < line.size(); i++) {
            Key key = line.key(i);
            boolean own = key.initial() == '_' && key.name().length() > 1;
            Key name = own ? keys.key(key.name().substring(1)) : key;
            boolean taken = own && (line.get(name) != null || json.get(name) != null);
            json.put(taken ? key : name, line.value(i));
        }
        return json;
    }

    /** The line that stands in a text of this one, with what this one says beside it; this one where there is none. */
    private JsonObject ofText(Document document, JsonObject line, Key key) {
        JsonValue value = line.get(key);
        if (!(value instanceof Leaf leaf) || !leaf.isString()) {
            return line;
        }
        String message = leaf.text();
        byte[] utf8 = message.strip().getBytes(StandardCharsets.UTF_8);
        JsonObject inner =
                utf8.length > 0 && utf8[0] == '{' ? document.lines().object(Leaf.text(utf8, 0, utf8.length)) : null;
        if (inner == null) {
            if (key == MESSAGE && message.endsWith("\n")) {
                line.put(MESSAGE, Texts.leaf(message.substring(0, message.length() - 1)));
            }
            return line;
        }
        line.remove(key);
        if (hasTime.test(document, inner)) {
            line.remove(TIMESTAMP);
        }
        text = Leaf.text(utf8, 0, utf8.length);
        for (int i = 0; i < line.size(); i++) {
            if (inner.get(line.key(i)) == null) {
                inner.put(line.key(i), line.value(i));
            }
        }
        return inner;
    }

    /** Moves the members of an object to the top; those whose names are taken there stay. */
    private void raise(JsonObject json, Key key, JsonObject object) {
        json.remove(key);
        JsonObject rest = new JsonObject();
        for (int i = 0; i < object.size(); i++) {
            boolean free = json.get(object.key(i)) == null;
            (free ? json : rest).put(object.key(i), object.value(i));
        }
        if (rest.size() > 0) {
            rests = rests == null ? new JsonObject(2) : rests;
            rests.put(key, rest);
        }
    }

    /** The blank between a syslog message's tag and its text. */
    private static void dropBlank(JsonObject json, Key key) {
        if (json.get(key) instanceof Leaf leaf && leaf.isString() && leaf.text().startsWith(" ")) {
            json.put(key, Texts.leaf(leaf.text().substring(1)));
        }
    }
}
