package com.jisu.logs.parsers.document;

import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.KeyTable;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;

/** Puts what nothing else takes into a document's {@code application.overflow}, which is flattened and takes anything. */
final class Overflow {

    static final Key APPLICATION = Keys.known("application");
    static final Key NAME = Keys.known("overflow");

    /** Stands in for a key that even a flattened field refuses. */
    private static final Key UNNAMED = Keys.known("_");

    private final KeyTable keys;
    private final FieldFit fit;

    Overflow(KeyTable keys, FieldFit fit) {
        this.keys = keys;
        this.fit = fit;
    }

    /** Adds a value, as text where it is no string. */
    void addText(JsonObject document, String name, JsonValue value) {
        add(document, keys.key(name), text(value));
    }

    /** Adds a value: as it is, if that can be. */
    void add(JsonObject document, String name, JsonValue value) {
        Key key = keys.key(name);
        if (!key.isFlattened()) {
            JsonObject named = new JsonObject(2);
            named.put(key, value);
            add(document, UNNAMED, text(named));
        } else {
            add(document, key, fit.isFlattenable(value, 2) ? value : text(value));
        }
    }

    private static void add(JsonObject document, Key key, JsonValue value) {
        JsonObject overflow = inner(inner(document, APPLICATION), NAME);
        JsonValue existing = overflow.get(key);
        overflow.put(key, existing == null ? value : JsonArray.append(existing, value));
    }

    /** The object of this name. A list of objects that stands there, which no object can join, goes into it. */
    private static JsonObject inner(JsonObject parent, Key key) {
        JsonValue existing = parent.get(key);
        if (existing instanceof JsonObject object) {
            return object;
        }
        JsonObject made = new JsonObject();
        parent.put(key, made);
        if (JsonValue.isPresent(existing)) {
            inner(made, NAME).put(key, existing);
        }
        return made;
    }

    private static Leaf text(JsonValue value) {
        if (value instanceof Leaf leaf && leaf.isString()) {
            return leaf;
        }
        byte[] text = JsonOutput.json(value);
        return Leaf.text(text, 0, text.length);
    }
}
