package com.jisu.logs.parsers.document;

import com.jisu.logs.parsers.api.ParserLimits;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.api.Tag;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.JsonScanner;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.KeyTable;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.time.Moment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The document being made of one event. One per parser, used again for each event; not thread-safe.
 *
 * <p>What differs between the schemas, beside the names in {@link Field}, is how an application's JSON is put in: ECS
 * merges it with care for the index's mappings, Logstash replaces whatever has the same name.
 */
public final class Document {

    private static final Key APPLICATION = Keys.known("application");

    private final Schema schema;
    private final LineTexts lines;
    private final Placement placement;
    private final LongText longText;
    private final Moment time = new Moment();
    private final List<String> tags = new ArrayList<>();

    private JsonObject root;
    private Leaf originalTime;
    private Leaf timeReadFrom;
    private AskedValues asked;
    private Explanation explanation;

    public Document(Schema schema, FieldTypes types, ParserLimits limits, JsonScanner scanner, KeyTable keys) {
        this.schema = schema;
        this.lines = new LineTexts(scanner);
        this.longText = new LongText(types);
        this.placement = new Placement(types, keys, limits.maxDepth(), limits.maxFields());
    }

    /** Has it explained which rule makes which field. */
    public void explain(Explanation to) {
        explanation = to;
        placement.explain(to);
    }

    /** Has it noted what the rules ask of values from here on; null for no more. */
    public void note(AskedValues into) {
        asked = into;
        placement.note(into);
    }

    /** Says that what a rule asked of a value was this, and that the answer was yes. */
    public void asks(AskedValues.Question question, Leaf value) {
        if (asked != null) {
            asked.add(question, value);
        }
    }

    /** Says that a rule made a value of another one; of null where it is always the same. */
    public void makes(Leaf value, Leaf of) {
        if (asked != null) {
            asked.addMade(value, of);
        }
    }

    /** Says that the text of a line was read in a way that is none of the questions. */
    public void asksMore() {
        if (asked != null) {
            asked.addMore();
        }
    }

    /** What is noted of the rules' questions; null where nothing is. */
    public AskedValues asked() {
        return asked;
    }

    /** Says that what follows is this rule's work. */
    public void rule(Rule rule) {
        if (explanation != null) {
            explanation.enter(rule, root);
        }
    }

    /** Says that a field is this rule's work, though another one has put it in before this. */
    public void madeBy(Rule rule, Field field) {
        if (explanation != null) {
            String name = Stream.of(field.path(schema)).map(Key::name).collect(Collectors.joining("."));
            explanation.correct(name, rule);
        }
    }

    /**
     * Begins a document.
     *
     * @param event what it is made of; belongs to the document from here on
     * @param eventTime the event's own time, or null where it has none that can be read
     * @param arrivalMillis stands in for a missing time
     */
    public void begin(JsonObject event, Moment eventTime, long arrivalMillis) {
        tags.clear();
        lines.begin();
        if (explanation != null) {
            explanation.begin();
        }
        if (eventTime != null) {
            time.set(eventTime);
            timeReadFrom = event.leaf(key(Field.TIMESTAMP));
            originalTime = time.toLeaf(timeReadFrom);
        } else {
            timeReadFrom = null;
            time.setMillis(arrivalMillis);
            JsonValue unusable = event.remove(key(Field.TIMESTAMP));
            if (JsonValue.isPresent(unusable)) {
                keepUnusableTime(event, unusable);
            }
            originalTime = time.toLeaf();
        }
        event.put(key(Field.TIMESTAMP), originalTime);
        root = schema == Schema.ECS ? placement.begin(event) : event;
        rule(Rule.SHIPPED);
        if (eventTime == null) {
            madeBy(Rule.ARRIVAL, Field.TIMESTAMP);
        }
    }

    private void keepUnusableTime(JsonObject target, JsonValue unusable) {
        tag(Tag.TIMESTAMP_FAILURE);
        String asText = schema == Schema.LOGSTASH
                ? RubyText.of(unusable)
                : new String(JsonOutput.json(unusable), StandardCharsets.UTF_8);
        boolean keep = schema == Schema.ECS && unusable instanceof Leaf leaf && leaf.isScalar();
        target.put(key(Field.UNUSABLE_TIMESTAMP), keep ? unusable : Leaf.text(asText));
    }

    /** Puts what is left to put, and gives the document. */
    public JsonObject finish() {
        if (schema == Schema.ECS && placement.hasMoved()) {
            tag(Tag.FIELD_CONFLICT);
        }
        rule(Rule.TAGS);
        if (!tags.isEmpty()) {
            JsonArray added = new JsonArray(
                    tags.stream().map(tag -> (JsonValue) Leaf.text(tag)).toList());
            JsonValue existing = get(Field.TAGS);
            root.put(key(Field.TAGS), JsonValue.isPresent(existing) ? JsonArray.union(existing, added) : added);
        }
        rule(Rule.VERSION);
        if (schema == Schema.LOGSTASH && !has(Field.VERSION)) {
            set(Field.VERSION, Leaf.text("1"));
        }
        rule(Rule.SHIPPED);
        return root;
    }

    /**
     * Copies the document's long strings to {@code application.text}, as they would be found nowhere; says whether there are
     * any. The document is to be finished again then.
     */
    public boolean copyLongText() {
        if (!longText.find(root)) {
            return false;
        }
        rule(Rule.LONG_TEXT);
        tag(Tag.LONG_TEXT);
        if (longText.leftOut() > 0) {
            tag(Tag.LONG_TEXT_CUT);
        }
        if (longText.putInto(root)) {
            tag(Tag.FIELD_CONFLICT);
        }
        return true;
    }

    /** Bytes of long strings that found no room, of those that were copied last. */
    public long longTextLeftOut() {
        return longText.leftOut();
    }

    public Schema schema() {
        return schema;
    }

    public JsonObject root() {
        return root;
    }

    /** The texts of the event's lines. */
    public LineTexts lines() {
        return lines;
    }

    public Moment time() {
        return time;
    }

    /** The leaf that the time was read from; null where it was none. */
    public Leaf timeReadFrom() {
        return timeReadFrom;
    }

    public Placement placement() {
        return placement;
    }

    /** The tags set so far, without those that the event came with. */
    public List<String> tags() {
        return tags;
    }

    public void tag(String tag) {
        if (!tags.contains(tag)) {
            tags.add(tag);
        }
    }

    /** Makes this the document's time. */
    public void setTime(Moment newTime) {
        timeReadFrom = null;
        time.set(newTime);
        root.put(key(Field.TIMESTAMP), time.toLeaf());
    }

    /** The same, of a time that was read from this leaf. */
    public void setTime(Moment newTime, Leaf readFrom) {
        timeReadFrom = readFrom;
        time.set(newTime);
        root.put(key(Field.TIMESTAMP), time.toLeaf(readFrom));
    }

    /** The line's time becomes the document's, and the shipper's the time at which the event was made. */
    public void setLineTime(Moment lineTime) {
        set(Field.CREATED, originalTime);
        setTime(lineTime);
    }

    /** Keeps a time of the line's own that cannot be read. */
    public void keepUnusableTime(JsonValue unusable) {
        keepUnusableTime(root, unusable);
    }

    public JsonValue get(Field field) {
        Key[] path = field.path(schema);
        JsonValue value = path.length == 0 ? null : root;
        for (int i = 0; i < path.length && value != null; i++) {
            value = value instanceof JsonObject object ? object.get(path[i]) : null;
        }
        return value;
    }

    public boolean has(Field field) {
        return JsonValue.isPresent(get(field));
    }

    /** The field's text, where it is a string, else the empty string. */
    public String text(Field field) {
        return get(field) instanceof Leaf leaf && leaf.isString() ? leaf.text() : "";
    }

    /** Sets or replaces a field. */
    public void set(Field field, JsonValue value) {
        Key[] path = field.path(schema);
        JsonObject parent = parent(path);
        if (parent != null) {
            parent.put(path[path.length - 1], value);
        }
    }

    /**
     * Sets a field; what it already holds stays, before the new value. In Logstash's schema as grok does it, which leaves
     * anything alone that is neither a string nor an array.
     */
    public void append(Field field, Leaf value) {
        Key[] path = field.path(schema);
        JsonObject parent = parent(path);
        if (parent != null) {
            Key last = path[path.length - 1];
            JsonValue existing = parent.get(last);
            if (!JsonValue.isPresent(existing)) {
                parent.put(last, value);
            } else if (schema == Schema.ECS || isTextOrArray(existing)) {
                parent.put(last, JsonArray.append(existing, value));
            }
        }
    }

    private static boolean isTextOrArray(JsonValue value) {
        return value instanceof JsonArray
                || value instanceof Leaf leaf && (leaf.isString() || leaf.kind() == Leaf.Kind.ARRAY);
    }

    /** The object that holds the field at this path; null if there is no such field, or a scalar is in its way. */
    private JsonObject parent(Key[] path) {
        if (path.length == 0) {
            return null;
        }
        JsonObject parent = root;
        for (int i = 0; i < path.length - 1; i++) {
            JsonValue next = parent.get(path[i]);
            if (next == null || !JsonValue.isPresent(next)) {
                JsonObject made = new JsonObject();
                parent.put(path[i], made);
                parent = made;
            } else if (next instanceof JsonObject object) {
                parent = object;
            } else {
                return null;
            }
        }
        return parent;
    }

    /** Merges an object into the document, with care for the index's mappings. */
    public void merge(JsonObject object) {
        placement.merge(object);
    }

    /** Sets a field that is free, and whose mapping takes the value; says whether it did. */
    public boolean setIfFree(Field field, JsonValue value) {
        return placement.putIfFree(field.path(schema), value);
    }

    /** Moves a value that cannot be stored under its own name to {@code application.<name>}. */
    public void moveToApplication(Key name, JsonValue value) {
        if (schema == Schema.ECS) {
            placement.move(name, value);
            return;
        }
        tag(Tag.FIELD_CONFLICT);
        rule(Rule.CONFLICT);
        JsonObject application = root.object(APPLICATION);
        if (application == null) {
            application = new JsonObject();
            JsonValue existing = root.get(APPLICATION);
            if (existing != null) {
                application.put(APPLICATION, existing);
            }
            root.put(APPLICATION, application);
        }
        application.put(name, value);
        rule(Rule.APPLICATION_KEY);
    }

    /** Copies {@code fields.environment} to where the schema has the environment. */
    public void copyEnvironment() {
        rule(Rule.ENVIRONMENT);
        JsonValue value = get(Field.FIELDS_ENVIRONMENT);
        if (!JsonValue.isPresent(value)) {
            return;
        }
        if (schema == Schema.LOGSTASH) {
            addEnvironment(Leaf.text(RubyText.interpolated(value)));
        } else if (value instanceof Leaf leaf) {
            addOnce(Field.ENVIRONMENT, leaf);
            addOnce(Field.SERVICE_ENVIRONMENT, leaf);
        }
    }

    /** Logstash's add_field: whatever is there becomes a list, with nothing in it if it is null. */
    private void addEnvironment(Leaf value) {
        JsonValue existing = get(Field.ENVIRONMENT);
        if (existing == null) {
            set(Field.ENVIRONMENT, value);
        } else if (JsonValue.isPresent(existing)) {
            set(Field.ENVIRONMENT, JsonArray.append(existing, value));
        } else {
            set(Field.ENVIRONMENT, new JsonArray(List.of(value)));
        }
    }

    private void addOnce(Field field, Leaf value) {
        JsonValue existing = get(field);
        if (JsonValue.isPresent(existing)) {
            JsonArray all = JsonArray.union(existing, value);
            set(field, all.elements().size() == 1 ? all.elements().get(0) : all);
        } else {
            set(field, value);
        }
    }

    private Key key(Field field) {
        return field.path(schema)[0];
    }
}
