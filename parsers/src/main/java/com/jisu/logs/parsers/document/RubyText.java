package com.jisu.logs.parsers.document;

import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Values as the texts that Logstash, written in Ruby, makes of them. */
public final class RubyText {

    private RubyText() {}

    /** As Ruby's {@code to_s}. */
    public static String of(JsonValue value) {
        return value instanceof Leaf leaf && leaf.isString() ? leaf.text() : inspect(value);
    }

    /** As a reference like {@code %{[field]}} becomes text: objects as JSON, lists with commas. */
    static String interpolated(JsonValue value) {
        if (JsonArray.isOne(value)) {
            return JsonArray.elements(value).stream()
                    .map(RubyText::interpolated)
                    .collect(Collectors.joining(","));
        }
        if (value instanceof Leaf leaf) {
            return leaf.text();
        }
        return new String(JsonOutput.json(value), StandardCharsets.UTF_8);
    }

    private static String inspect(JsonValue value) {
        StringBuilder text = new StringBuilder();
        inspect(value, text);
        return text.toString();
    }

    private static void inspect(JsonValue value, StringBuilder text) {
        if (value instanceof JsonObject object) {
            text.append('{');
            for (int i = 0; i < object.size(); i++) {
                text.append(i > 0 ? ", " : "");
                quote(object.key(i).name(), text);
                text.append("=>");
                inspect(object.value(i), text);
            }
            text.append('}');
            return;
        }
        if (JsonArray.isOne(value)) {
            text.append('[');
            String separator = "";
            for (JsonValue element : JsonArray.elements(value)) {
                text.append(separator);
                inspect(element, text);
                separator = ", ";
            }
            text.append(']');
            return;
        }
        Leaf leaf = (Leaf) value;
        switch (leaf.kind()) {
            case STRING, TEXT -> quote(leaf.text(), text);
            case NULL -> text.append("nil");
            default -> text.append(leaf.text());
        }
    }

    private static void quote(String string, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\f' -> text.append("\\f");
                case '\b' -> text.append("\\b");
                case 0x1B -> text.append("\\e");
                case '#' -> {
                    boolean interpolates = i + 1 < string.length() && "{$@".indexOf(string.charAt(i + 1)) >= 0;
                    text.append(interpolates ? "\\#" : "#");
                }
                default -> {
                    if (c < ' ' || c == 0x7F) {
                        text.append(String.format("\\x%02X", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
