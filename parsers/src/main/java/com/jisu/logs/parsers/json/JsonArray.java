package com.jisu.logs.parsers.json;

import java.util.ArrayList;
import java.util.List;

/**
 * An array that is taken apart: one with objects in it, as it was read, or one that was put together. Other arrays are
 * leaves.
 */
public final class JsonArray extends JsonValue {

    private final List<JsonValue> elements;

    public JsonArray(List<JsonValue> elements) {
        this.elements = elements;
    }

    public List<JsonValue> elements() {
        return elements;
    }

    /** Whether a value is an array, taken apart or not. */
    public static boolean isOne(JsonValue value) {
        return value instanceof JsonArray || value instanceof Leaf leaf && leaf.kind() == Leaf.Kind.ARRAY;
    }

    /** An array's elements; any other value alone. */
    public static List<JsonValue> elements(JsonValue value) {
        if (value instanceof JsonArray array) {
            return array.elements;
        }
        if (!(value instanceof Leaf leaf) || leaf.kind() != Leaf.Kind.ARRAY) {
            return List.of(value);
        }
        try {
            return leaf.has(Leaf.HOLDS_OBJECTS)
                    ? new JsonScanner(new KeyTable(Keys.all()), 1, JsonScanner.ANY_NESTING).elements(leaf)
                    : withoutObjects(leaf);
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("an array that was valid JSON no longer is", e);
        }
    }

    /** Without objects there are no keys, so that no table of them is needed. */
    private static List<JsonValue> withoutObjects(Leaf array) throws JsonSyntaxException {
        List<JsonValue> elements = new ArrayList<>();
        JsonCursor cursor = new JsonCursor(1, JsonScanner.ANY_NESTING);
        cursor.begin(array.bytes(), array.from(), array.to());
        cursor.skip(1);
        cursor.whitespace();
        while (cursor.peek() != ']') {
            elements.add(cursor.peek() == '[' ? cursor.container(0) : cursor.scalar());
            cursor.whitespace();
            if (cursor.peek() == ',') {
                cursor.skip(1);
                cursor.whitespace();
            }
        }
        return elements;
    }

    /** The existing value, or its elements if it is an array, and then the new one, or its elements. */
    public static JsonArray append(JsonValue existing, JsonValue added) {
        List<JsonValue> all = new ArrayList<>(elements(existing));
        all.addAll(elements(added));
        return new JsonArray(all);
    }

    /** As {@link #append}, without those scalars of the new that are already there. */
    public static JsonArray union(JsonValue existing, JsonValue added) {
        List<JsonValue> all = new ArrayList<>(elements(existing));
        for (JsonValue value : elements(added)) {
            if (all.stream().noneMatch(known -> isSame(known, value))) {
                all.add(value);
            }
        }
        return new JsonArray(all);
    }

    /** Whether both are the same scalar. */
    public static boolean isSame(JsonValue one, JsonValue other) {
        return one instanceof Leaf a
                && other instanceof Leaf b
                && a.isString() == b.isString()
                && a.text().equals(b.text());
    }
}
