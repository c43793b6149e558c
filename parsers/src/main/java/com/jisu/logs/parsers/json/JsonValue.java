package com.jisu.logs.parsers.json;

/** A value in a document: an object or array that is taken apart, or a leaf, which is copied as it is. */
public abstract sealed class JsonValue permits JsonObject, JsonArray, Leaf {

    /** Whether there is a value: neither absent nor the JSON null. */
    public static boolean isPresent(JsonValue value) {
        return value != null && !(value instanceof Leaf leaf && leaf.kind() == Leaf.Kind.NULL);
    }
}
