package com.jisu.logs.parsers.loggers;

import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the message of a line among the keys that may have it. */
final class LineMessage {

    private static final Key MESSAGE = Keys.known("message");
    private static final Key ZERO = Keys.known("0");
    private static final Key ONE = Keys.known("1");

    private LineMessage() {}

    /**
     * Takes the message out of a line.
     *
     * @param found what may be it
     * @return null where it stays in the line, under its own name, or where there is none
     */
    static Leaf take(JsonObject line, List<Found> found) {
        JsonValue own = line.get(MESSAGE);
        boolean isOwn = JsonValue.isPresent(own) && !(own instanceof JsonObject) && !Texts.isEmpty(own);
        Found best = best(found);
        for (Found each : found) {
            if (each != best && Texts.isEmpty(each.value())) {
                each.take();
            }
        }
        if (isOwn) {
            return null;
        }
        if (best != null && (best.value() != own || !Texts.isEmpty(own))) {
            removeEmpty(line, own);
            best.take();
            return text(best.value());
        }
        Leaf arguments = arguments(line, found);
        if (arguments != null) {
            removeEmpty(line, own);
        }
        return arguments;
    }

    private static void removeEmpty(JsonObject line, JsonValue own) {
        if (own instanceof Leaf) {
            line.remove(MESSAGE);
        }
    }

    private static Found best(List<Found> found) {
        Found best = null;
        for (Found each : found) {
            if (each.form() != KnownKey.Form.ARGUMENTS && (best == null || counts(each, best))) {
                best = each;
            }
        }
        return best;
    }

    private static boolean counts(Found one, Found other) {
        if (Texts.isEmpty(one.value()) != Texts.isEmpty(other.value())) {
            return Texts.isEmpty(other.value());
        }
        boolean oneYields = one.form() == KnownKey.Form.OTHER_MESSAGE;
        boolean otherYields = other.form() == KnownKey.Form.OTHER_MESSAGE;
        return oneYields == otherYields ? one.isBefore(other) : otherYields;
    }

    /** journald writes what is no UTF-8, or is no plain text, as a list of bytes. */
    static boolean isBytes(JsonValue value) {
        return value instanceof Leaf list
                && list.kind() == Leaf.Kind.ARRAY
                && list.length() > 2
                && JsonArray.elements(list).stream()
                        .allMatch(each -> each instanceof Leaf leaf
                                && leaf.length() <= 3
                                && Texts.isDigits(leaf)
                                && Integer.parseInt(leaf.text()) < 256);
    }

    private static Leaf text(JsonValue value) {
        if (Texts.isText(value)) {
            return (Leaf) value;
        }
        List<JsonValue> elements = JsonArray.elements(value);
        ByteBuffer bytes = ByteBuffer.allocate(elements.size());
        elements.forEach(each -> bytes.put((byte) Integer.parseInt(((Leaf) each).text())));
        return Texts.leaf(new String(bytes.array(), StandardCharsets.UTF_8));
    }

    /** A list of arguments, or arguments whose keys count them from 0 or 1. */
    private static Leaf arguments(JsonObject line, List<Found> found) {
        for (Found each : found) {
            if (each.form() == KnownKey.Form.ARGUMENTS) {
                Leaf text = joined(JsonArray.elements(each.value()));
                if (!Texts.isEmpty(text)) {
                    each.take();
                    return text;
                }
            }
        }
        if (line.get(ZERO) == null && line.get(ONE) == null) {
            return null;
        }
        List<Key> names = numbered(line);
        List<JsonValue> values = names.stream().map(line::get).toList();
        if (values.stream().noneMatch(Texts::isText)) {
            return null;
        }
        Leaf text = joined(values);
        if (Texts.isEmpty(text)) {
            return null;
        }
        names.forEach(line::remove);
        return text;
    }

    private static List<Key> numbered(JsonObject line) {
        List<Key> names = new ArrayList<>();
        for (int i = line.get(ZERO) == null ? 1 : 0; ; i++) {
            Key name = new Key(Integer.toString(i), false);
            if (line.get(name) == null) {
                return names;
            }
            names.add(name);
        }
    }

    private static Leaf joined(List<JsonValue> values) {
        return Texts.leaf(values.stream().map(Texts::plain).collect(Collectors.joining(" ")));
    }
}
