package com.jisu.logs.parsers.document;

import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * The values of a document that must not be replaced. One that was moved stays; and {@code a.b} and {@code a: {b}} in one
 * object name one field twice, so that it has both values.
 */
final class KeptValues {

    private final Set<JsonValue> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    private JsonObject merged;
    private boolean dotted;
    private boolean mergedKept;

    void beginDocument() {
        if (!kept.isEmpty()) {
            kept.clear();
        }
    }

    /** This object's values are put into the document from here on. */
    void beginMerge(JsonObject object) {
        merged = object;
        dotted = false;
        mergedKept = false;
    }

    /** A name of the object that is merged has dots. */
    void setDotted() {
        dotted = true;
    }

    boolean isDotted() {
        return dotted;
    }

    /** Adds a value; of an object, what is in it. */
    void add(JsonValue value) {
        if (value instanceof JsonObject object) {
            for (int i = 0; i < object.size(); i++) {
                add(object.value(i));
            }
        } else {
            kept.add(value);
        }
    }

    boolean has(JsonValue value) {
        if (dotted && !mergedKept) {
            mergedKept = true;
            add(merged);
        }
        return !kept.isEmpty() && kept.contains(value);
    }
}
