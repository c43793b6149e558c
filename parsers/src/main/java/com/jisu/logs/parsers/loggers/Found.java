package com.jisu.logs.parsers.loggers;

import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;

/**
 * A value in a line whose meaning is known.
 *
 * @param meaning what it means
 * @param source the number of the object in which its key was looked for, 0 for the line itself; lower ones count more
 * @param container the name of that object; null for the line itself
 * @param in the object that holds the value
 * @param key the value's name there
 * @param name the key that was looked for, as the line has it
 */
record Found(KeyIndex.Meaning meaning, int source, Key container, JsonObject in, Key key, JsonValue value, Key name) {

    KnownKey.Form form() {
        return meaning.row().form();
    }

    /** Whether it counts more than another one. */
    boolean isBefore(Found other) {
        return source != other.source ? source < other.source : meaning.rank() < other.meaning.rank();
    }

    void take() {
        if (isThere()) {
            in.remove(key);
        }
    }

    /** Whether it is still there. */
    boolean isThere() {
        return in.get(key) == value;
    }

    /** A value under the names by which this one is found in its line. */
    JsonObject around(JsonValue other) {
        Key[] path = meaning.path();
        JsonValue inner = other;
        for (int i = path.length - 1; i >= 0; i--) {
            inner = one(path[i], inner);
        }
        JsonObject object = one(name, inner);
        return container == null ? object : one(container, object);
    }

    /** An object with one member. */
    static JsonObject one(Key key, JsonValue value) {
        JsonObject object = new JsonObject(2);
        object.put(key, value);
        return object;
    }
}
