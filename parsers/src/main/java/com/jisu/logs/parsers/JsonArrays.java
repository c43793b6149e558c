package com.jisu.logs.parsers;

import java.util.ArrayList;
import java.util.List;

/** Arrays made of values that documents already have. */
final class JsonArrays {

    private JsonArrays() {}

    /** The existing value, or its elements if it is an array, and then the new one, or its elements. */
    static Leaf append(JsonValue existing, JsonValue added) {
        List<JsonValue> values = new ArrayList<>(elements(existing));
        values.addAll(elements(added));
        return of(values);
    }

    /** As {@link #append}, without those of the new that are already there. */
    static Leaf union(Leaf existing, Leaf added) {
        List<JsonValue> values = new ArrayList<>(elements(existing));
        for (JsonValue value : elements(added)) {
            if (values.stream().noneMatch(known -> isSame(known, value))) {
                values.add(value);
            }
        }
        return of(values);
    }

    private static boolean isSame(JsonValue one, JsonValue other) {
        return one instanceof Leaf a
                && other instanceof Leaf b
                && a.isString() == b.isString()
                && a.text().equals(b.text());
    }

    /** An array's elements; any other value alone. */
    static List<JsonValue> elements(JsonValue value) {
        if (!(value instanceof Leaf array) || array.kind() != Leaf.Kind.ARRAY) {
            return List.of(value);
        }
        List<JsonValue> elements = new ArrayList<>();
        try {
            new JsonScanner(new KeyTable(), 1).elements(array, elements::add);
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("an array that was valid JSON no longer is", e);
        }
        return elements;
    }

    /** An array of these values. */
    static Leaf of(List<? extends JsonValue> values) {
        JsonOutput json = new JsonOutput(256);
        json.write('[');
        int flags = 0;
        for (JsonValue value : values) {
            if (json.length() > 1) {
                json.write(',');
            }
            json.value(value);
            flags |= flags(value);
        }
        json.write(']');
        byte[] bytes = json.toByteArray();
        return new Leaf(Leaf.Kind.ARRAY, bytes, 0, bytes.length, flags);
    }

    private static int flags(JsonValue value) {
        if (!(value instanceof Leaf leaf)) {
            return Leaf.HOLDS_OBJECTS | Leaf.HOLDS_SCALARS;
        }
        int inner = leaf.flags() & ~Leaf.ESCAPED;
        return leaf.isScalar() ? inner | Leaf.HOLDS_SCALARS : inner;
    }
}
