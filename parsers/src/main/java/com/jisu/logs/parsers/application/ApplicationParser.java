package com.jisu.logs.parsers.application;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.api.Tag;
import com.jisu.logs.parsers.document.AccessObjects;
import com.jisu.logs.parsers.document.AskedValues;
import com.jisu.logs.parsers.document.Dataset;
import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.document.Field;
import com.jisu.logs.parsers.document.LogTypeParser;
import com.jisu.logs.parsers.document.Rule;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.KeyTable;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.loggers.Forms;
import com.jisu.logs.parsers.loggers.KeyIndex;
import com.jisu.logs.parsers.loggers.KnownKeys;
import com.jisu.logs.parsers.loggers.LineKeys;
import com.jisu.logs.parsers.loggers.LineTime;
import com.jisu.logs.parsers.loggers.Unfolding;
import com.jisu.logs.parsers.time.IsoTime;
import com.jisu.logs.parsers.time.LocalZone;
import com.jisu.logs.parsers.time.Moment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Applications write one JSON object per line. */
public final class ApplicationParser implements LogTypeParser {

    /** The {@code fields.logtype} of its lines. */
    public static final String LOG_TYPE = "application";

    private static final Dataset DATASET = new Dataset("application");
    private static final Key TIMESTAMP = Keys.known("timestamp");
    private static final Key AT_TIMESTAMP = Keys.known("@timestamp");
    private static final Key AT_METADATA = Keys.known("@metadata");
    private static final Key MESSAGE = Keys.known("message");
    private static final Key TAGS = Keys.known("tags");
    private static final Key AT_VERSION = Keys.known("@version");

    /** The shipper's, which no application may replace. */
    private static final List<String> PROTECTED = List.of("fields", "@metadata", "@version");

    private final IsoTime isoTime = new IsoTime();
    private final Moment moment = new Moment();
    private final LineTime time = new LineTime();
    private final AccessObjects accessObjects;
    private final Unfolding unfolding;
    private final LineKeys keys;

    /**
     * @param accessObjects for lines of servers that are found among those of applications
     * @param keyTable that of the parser
     * @param addedKeys names of keys by the fields that they mean, beside those of {@link KnownKeys}
     */
    public ApplicationParser(AccessObjects accessObjects, KeyTable keyTable, Map<String, List<String>> addedKeys) {
        this.accessObjects = accessObjects;
        KeyIndex index = new KeyIndex(KnownKeys.with(addedKeys), keyTable);
        this.keys = new LineKeys(index, time);
        this.unfolding = new Unfolding(keyTable, keys::hasTime);
    }

    @Override
    public String logType() {
        return LOG_TYPE;
    }

    @Override
    public void parse(Document document) {
        JsonValue line = document.get(Field.MESSAGE);
        if (JsonValue.isPresent(line)) {
            JsonObject json = json(document, line);
            if (json == null && document.schema() == Schema.ECS && line instanceof Leaf leaf && leaf.isString()) {
                Leaf text = document.lines().of(leaf);
                json = accessObjects.almost(text.bytes(), text.from(), text.to());
            }
            if (json == null) {
                document.tag(Tag.JSON_FAILURE);
            } else {
                merge(document, json);
            }
        }
        if (document.schema() == Schema.LOGSTASH) {
            readLogstashTime(document);
        } else {
            DATASET.put(document);
        }
        document.copyEnvironment();
    }

    /** The object that a line is, or null. */
    public static JsonObject json(Document document, JsonValue line) {
        return line instanceof Leaf leaf && leaf.isString() ? document.lines().objectIn(leaf) : null;
    }

    /** Puts an object that a line was into the document. */
    public void merge(Document document, JsonObject json) {
        if (document.schema() == Schema.LOGSTASH) {
            replace(document, json);
        } else {
            mergeEcs(document, json);
        }
    }

    private void mergeEcs(Document document, JsonObject line) {
        document.rule(Rule.LOGGER_KEY);
        JsonObject json = unfolding.of(document, line);
        final boolean access = accessObjects.take(document, json);
        keys.take(document, json, unfolding.rests(), unfolding.looksIntoTexts());
        json = withoutProtected(document, json);

        // The application's message replaces the line, so the line must not be in the way.
        final JsonValue wholeLine = document.root().remove(MESSAGE);
        keys.placeMessage(document);
        document.rule(Rule.APPLICATION_KEY);
        document.merge(json);
        if (!document.has(Field.MESSAGE) && wholeLine != null) {
            document.set(Field.MESSAGE, unfolding.text() == null ? wholeLine : unfolding.text());
        }
        keys.place(document);
        if (access) {
            accessObjects.put(document);
        }
    }

    static JsonObject withoutProtected(Document document, JsonObject json) {
        boolean any = false;
        for (int i = 0; i < json.size() && !any; i++) {
            any = isProtected(json.key(i));
        }
        if (!any) {
            return json;
        }
        JsonObject rest = new JsonObject();
        for (int i = 0; i < json.size(); i++) {
            if (isVersion(json.key(i), json.value(i))) {
                document.asks(AskedValues.Question.SAME, (Leaf) json.value(i));
            } else if (isProtected(json.key(i))) {
                document.moveToApplication(json.key(i), json.value(i));
            } else {
                rest.put(json.key(i), json.value(i));
            }
        }
        return rest;
    }

    private static boolean isProtected(Key key) {
        if (key.initial() != 'f' && key.initial() != '@') {
            return false;
        }
        int dot = key.name().indexOf('.');
        return PROTECTED.contains(dot < 0 ? key.name() : key.name().substring(0, dot));
    }

    public static JsonValue takeString(JsonObject json, Key key) {
        return json.get(key) instanceof Leaf leaf && leaf.isString() ? json.remove(key) : null;
    }

    /** The version of Logstash's own events, which says nothing. */
    private static boolean isVersion(Key key, JsonValue value) {
        return key.equals(AT_VERSION)
                && value instanceof Leaf leaf
                && (leaf.isText("1")
                        || leaf.kind() == Leaf.Kind.NUMBER && leaf.text().equals("1"));
    }

    /**
     * Whether it is a time in any form that is read, which is then in the moment.
     *
     * @param ofZoneless the zone of a time that names none
     */
    public boolean isTime(Leaf leaf, LocalZone ofZoneless, Moment into) {
        return time.isTime(leaf, ofZoneless, into);
    }

    /** Whether these are the digits of whole seconds since 1970, of a time that can be stored; it is in the moment then. */
    public static boolean isSeconds(byte[] text, int from, int to, Moment into) {
        return LineTime.isSeconds(text, from, to, into);
    }

    /** Adds nanoseconds of the second to a time that has only its milliseconds or less, if they belong to it. */
    public static boolean addNanos(byte[] text, int from, int to, Moment time) {
        return LineTime.addNanos(text, from, to, time);
    }

    /** Whether these are the digits of a whole number above 0. */
    public static boolean isPositive(byte[] text, int from, int to) {
        return Forms.isPositive(text, from, to);
    }

    private void replace(Document document, JsonObject json) {
        document.rule(Rule.APPLICATION_KEY);
        for (int i = 0; i < json.size(); i++) {
            Key key = json.key(i);
            JsonValue value = json.value(i);
            if (key.equals(AT_TIMESTAMP)) {
                replaceTime(document, value);
            } else if (key.equals(TAGS) && !isTags(value)) {
                document.moveToApplication(key, value);
            } else if (!key.equals(AT_METADATA)) {
                document.root().put(key, value);
            }
        }
    }

    private void replaceTime(Document document, JsonValue value) {
        if (!JsonValue.isPresent(value) || isFalse(value)) {
            return; // Logstash looks at what Ruby takes for true
        }
        boolean usable = value instanceof Leaf leaf
                && leaf.kind() == Leaf.Kind.STRING
                && isoTime.parseTimestamp(leaf.bytes(), leaf.from() + 1, leaf.to() - 1, moment);
        if (usable) {
            document.setTime(moment);
        } else {
            document.keepUnusableTime(value);
        }
    }

    private static boolean isFalse(JsonValue value) {
        return value instanceof Leaf leaf && leaf.kind() == Leaf.Kind.BOOLEAN && leaf.bytes()[leaf.from()] == 'f';
    }

    private static boolean isTags(JsonValue value) {
        return value instanceof Leaf leaf
                && (leaf.isString()
                        || (leaf.kind() == Leaf.Kind.ARRAY
                                && JsonArray.elements(leaf).stream()
                                        .allMatch(tag -> tag instanceof Leaf text && text.isString())));
    }

    /** Logstash's date filter on {@code timestamp}: ISO 8601 only, cut to milliseconds. */
    private void readLogstashTime(Document document) {
        document.rule(Rule.APPLICATION_TIME);
        JsonValue timestamp = document.root().get(TIMESTAMP);
        if (!JsonValue.isPresent(timestamp)) {
            return;
        }
        boolean usable = timestamp instanceof Leaf leaf && leaf.isString() && isLogstashTime(leaf);
        if (usable) {
            moment.cutToMillis();
            document.setTime(moment);
        } else {
            document.tag(Tag.DATE_FAILURE);
        }
    }

    private boolean isLogstashTime(Leaf leaf) {
        byte[] text = leaf.text().getBytes(StandardCharsets.UTF_8);
        return isoTime.parseAsLogstash(text, 0, text.length, moment);
    }
}
