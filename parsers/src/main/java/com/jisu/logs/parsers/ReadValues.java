package com.jisu.logs.parsers;

import java.util.ArrayList;
import java.util.List;

/** The members that {@link JsonScanner} has read of an event and of its line, in the order in which it read them. */
final class ReadValues {

    /**
     * A member's value.
     *
     * @param key its name
     * @param depth names on the path to it, in its own text
     * @param in the text: the event, or a decoded line
     * @param again whether it is an object that was read before, so that its members are not among the values
     */
    record Value(Key key, int depth, JsonValue value, byte[] in, int from, int to, boolean again) {}

    private final List<Value> values = new ArrayList<>();

    void clear() {
        values.clear();
    }

    void add(Value value) {
        values.add(value);
    }

    List<Value> values() {
        return values;
    }
}
