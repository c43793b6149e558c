package com.jisu.logs.parsers.decode;

import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.FieldPath;
import com.jisu.logs.parsers.tree.StepFailure;

/** Fields whose names stand in the event: {@code [a][b]} is a path, anything else is one name, dots and all. */
final class EventField {

    private static final String TIMESTAMP = "@timestamp";
    private static final String TAGS = "tags";

    private EventField() {}

    /** Sets the field of a name that was read from an event; {@code @timestamp} takes no text, and {@code tags} only texts. */
    static void set(EventTree event, String name, JsonValue value) throws StepFailure {
        if (name.equals(TIMESTAMP)) {
            throw new StepFailure(TIMESTAMP + " can not be set to text: see the step date");
        }
        if (name.equals(TAGS) && !areTags(value)) {
            throw new StepFailure("tags can not be anything but texts");
        }
        if (isPlain(name)) {
            event.root().put(Keys.of(name), value);
        } else {
            event.set(path(name), value);
        }
    }

    /** Whether a name is that of one of the event's own fields, dots and all. */
    static boolean isPlain(String name) {
        return name.indexOf('[') < 0 && name.indexOf(']') < 0;
    }

    /** The path that a name with brackets stands for. */
    static FieldPath path(String name) throws StepFailure {
        try {
            return FieldPath.of(name);
        } catch (IllegalArgumentException e) {
            throw new StepFailure(e.getMessage());
        }
    }

    /** Whether a value may be an event's tags: text, or a list of texts. */
    static boolean areTags(JsonValue value) {
        if (value instanceof Leaf leaf && (leaf.isString() || leaf.kind() == Leaf.Kind.NULL)) {
            return true;
        }
        boolean list = JsonArray.isOne(value);
        return list
                && JsonArray.elements(value).stream().allMatch(each -> each instanceof Leaf leaf && leaf.isString());
    }
}
