package com.jisu.logs.parsers.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

    /** An array's elements; any other value alone. */
    public static List<JsonValue> elements(JsonValue value) {
        if (value instanceof JsonArray array) {
            return array.elements;
        }
        if (!(value instanceof Leaf leaf) || leaf.kind() != Leaf.Kind.ARRAY) {
            return List.of(value);
        }
        try {
            Map<String, Key> known = leaf.has(Leaf.HOLDS_OBJECTS) ? Keys.all() : Map.of();
            return new JsonScanner(new KeyTable(known), 1, JsonScanner.ANY_NESTING).elements(leaf);
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("an array that was valid JSON no longer is", e);
        }
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
