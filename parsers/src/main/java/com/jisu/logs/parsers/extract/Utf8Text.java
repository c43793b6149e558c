package com.jisu.logs.parsers.extract;

import com.jisu.logs.parsers.json.JsonText;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.tree.RubyText;
import com.jisu.logs.parsers.tree.Values;
import java.nio.charset.StandardCharsets;

/** A value as text of UTF-8: a part of the event's own bytes, where it is a string without escapes. */
record Utf8Text(byte[] bytes, int from, int to) {

    /** Any value's text; of what is no string, what it is in other texts. */
    static Utf8Text of(JsonValue value) {
        if (value instanceof Leaf leaf && leaf.isString()) {
            if (leaf.kind() == Leaf.Kind.TEXT) {
                return new Utf8Text(leaf.bytes(), leaf.from(), leaf.to());
            }
            if (!leaf.isEscaped()) {
                return new Utf8Text(leaf.bytes(), leaf.from() + 1, leaf.to() - 1);
            }
            byte[] text = new byte[leaf.length()];
            return new Utf8Text(text, 0, JsonText.decode(leaf.bytes(), leaf.from() + 1, leaf.to() - 1, text, 0));
        }
        return of(Values.text(Values.java(value)));
    }

    /** Any value's text as Logstash matches it: what is missing is an empty one. */
    static Utf8Text asInRuby(JsonValue value) {
        if (value instanceof Leaf leaf && leaf.isString()) {
            return of(value);
        }
        return of(JsonValue.isPresent(value) ? RubyText.text(Values.java(value)) : "");
    }

    private static Utf8Text of(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return new Utf8Text(utf8, 0, utf8.length);
    }
}
