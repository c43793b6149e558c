package com.jisu.logs.parsers.decode;

import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonScanner;
import com.jisu.logs.parsers.json.JsonSyntaxException;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.KeyTable;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.Outcome;
import com.jisu.logs.parsers.steps.Step;
import com.jisu.logs.parsers.steps.StepContext;
import com.jisu.logs.parsers.steps.StepOption;
import com.jisu.logs.parsers.steps.StepOption.Kind;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.steps.StepType;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.FieldPath;
import com.jisu.logs.parsers.tree.RubyText;
import com.jisu.logs.parsers.tree.StepFailure;
import com.jisu.logs.parsers.tree.Values;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON in a field, as Logstash's json does. */
final class JsonStep implements Step {

    static final StepType TYPE = new StepType(
            "json",
            "Reads JSON in a field; its members become the event's own, or the value of another field.",
            List.of(
                    StepOption.optional("field", Kind.FIELD, "message", "The field with the JSON."),
                    StepOption.optional(
                            "target",
                            Kind.FIELD,
                            "",
                            "The field that takes the value; without it, members become the event's own."),
                    StepOption.optional(
                            "override",
                            Kind.BOOLEAN,
                            "true",
                            "If false, and without a target: what the event has already stays as it is."),
                    StepOption.optional(
                            "skip_on_invalid_json",
                            Kind.BOOLEAN,
                            "false",
                            "Whether text that is no JSON is passed over without a tag.")),
            List.of("_jsonparsefailure"),
            null,
            JsonStep::new);

    private static final Key TIMESTAMP = Keys.known("@timestamp");
    private static final Key UNREAD_TIMESTAMP = Keys.known("_@timestamp");
    private static final Key TAGS = Keys.known("tags");
    private static final String TIMESTAMP_TAG = "_timestampparsefailure";

    /** Levels of objects that are taken apart, as steps look into them. */
    private static final int TREE_DEPTH = 100;

    private static final int MOST_NAMES = 4096;

    /** What one thread reads with: a reader knows the names that it has met. */
    private static final class Reader {
        private final JsonScanner scanner =
                new JsonScanner(new KeyTable(Keys.all()), TREE_DEPTH, JsonScanner.JACKSONS_NESTING);

        /** Keys for the event's own members, which are not the scanner's. */
        private final Map<String, Key> keys = new HashMap<>();

        Key key(Key scanned) {
            Key key = keys.get(scanned.name());
            if (key == null) {
                key = Keys.of(scanned.name());
                if (keys.size() < MOST_NAMES) {
                    keys.put(scanned.name(), key);
                }
            }
            return key;
        }
    }

    private final FieldPath field;
    private final FieldPath target;
    private final boolean skipInvalid;
    private final boolean override;
    private final ThreadLocal<Reader> readers = ThreadLocal.withInitial(Reader::new);

    private JsonStep(StepOptions options, StepContext context) throws OptionFault {
        field = options.field("field", "message");
        target = options.field("target").orElse(null);
        skipInvalid = options.flag("skip_on_invalid_json", false);
        override = options.flag("override", true);
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        JsonValue source = event.value(field);
        if (!JsonValue.isPresent(source)) {
            return Outcome.NOTHING;
        }
        if (!(source instanceof Leaf text && text.isString())) {
            return invalid(field + " is no text");
        }
        byte[] json = text.text().getBytes(StandardCharsets.UTF_8);
        Reader reader = readers.get();
        JsonValue value;
        try {
            value = reader.scanner.last(json, 0, json.length);
        } catch (JsonSyntaxException e) {
            return invalid(field + " holds no JSON: " + e.getMessage());
        }
        if (target != null) {
            event.set(target, value == null ? Values.json(null) : value);
            return Outcome.DONE;
        }
        if (!(value instanceof JsonObject object)) {
            throw new StepFailure(field + " holds JSON that is no object, which needs a target");
        }
        return spread(object, event, reader);
    }

    private Outcome invalid(String reason) throws StepFailure {
        if (skipInvalid) {
            return Outcome.NOTHING;
        }
        throw new StepFailure(reason);
    }

    private Outcome spread(JsonObject object, EventTree event, Reader reader) throws StepFailure {
        JsonObject root = event.root();
        JsonValue tags = object.get(TAGS);
        if (tags != null && isFree(root, TAGS) && !EventField.areTags(tags)) {
            throw new StepFailure("the JSON's tags are no texts");
        }
        for (int i = 0; i < object.size(); i++) {
            Key key = object.key(i);
            if (key == TIMESTAMP) {
                continue;
            }
            put(reader.key(key), object.value(i), event);
        }
        JsonValue timestamp = object.get(TIMESTAMP);
        if (JsonValue.isPresent(timestamp) && isFree(root, TIMESTAMP)) {
            setTimestamp(timestamp, event);
        }
        return Outcome.DONE;
    }

    private void put(Key key, JsonValue value, EventTree event) throws StepFailure {
        if (EventField.isPlain(key.name())) {
            if (isFree(event.root(), key)) {
                event.root().put(key, value);
            }
            return;
        }
        FieldPath path = EventField.path(key.name());
        if (override || !event.has(path)) {
            event.set(path, value);
        }
    }

    private boolean isFree(JsonObject root, Key key) {
        return override || root.get(key) == null;
    }

    /** A time that can not be read becomes now, and stays beside it. */
    private static void setTimestamp(JsonValue value, EventTree event) {
        Instant time = value instanceof Leaf leaf && leaf.isString() ? EventTime.read(leaf.text()) : null;
        JsonObject root = event.root();
        if (time != null) {
            root.put(TIMESTAMP, Leaf.text(EventTime.text(time)));
            return;
        }
        root.put(TIMESTAMP, Leaf.text(EventTime.text(Instant.ofEpochMilli(event.arrivalMillis()))));
        root.put(UNREAD_TIMESTAMP, Leaf.text(RubyText.text(Values.java(value))));
        event.tag(TIMESTAMP_TAG);
    }
}
