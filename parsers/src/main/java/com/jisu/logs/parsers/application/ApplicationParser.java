package com.jisu.logs.parsers.application;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.api.Tag;
import com.jisu.logs.parsers.document.AccessObjects;
import com.jisu.logs.parsers.document.AskedValues;
import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.document.Field;
import com.jisu.logs.parsers.document.LogTypeParser;
import com.jisu.logs.parsers.document.Rule;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.time.IsoTime;
import com.jisu.logs.parsers.time.LocalZone;
import com.jisu.logs.parsers.time.LogTime;
import com.jisu.logs.parsers.time.Moment;
import com.jisu.logs.parsers.time.NamedZones;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Applications write one JSON object per line. */
public final class ApplicationParser implements LogTypeParser {

    /** The {@code fields.logtype} of its lines. */
    public static final String LOG_TYPE = "application";

    private static final Key TIMESTAMP = Keys.known("timestamp");
    private static final Key AT_TIMESTAMP = Keys.known("@timestamp");
    private static final Key UNUSABLE_TIMESTAMP = Field.UNUSABLE_TIMESTAMP.path(Schema.ECS)[0];
    private static final Key AT_METADATA = Keys.known("@metadata");
    private static final Key MESSAGE = Keys.known("message");
    private static final Key TAGS = Keys.known("tags");
    private static final Key EXCEPTION = Keys.known("exception");
    private static final Key SERVICE = Keys.known("service");

    /** Further names of the time, in the order in which they are tried. */
    private static final List<Key> OTHER_TIMES = List.of(Keys.known("time"), Keys.known("ts"));

    /** The shipper's, which no application may replace. */
    private static final List<String> PROTECTED = List.of("fields", "@metadata", "@version");

    private static final List<Key> LEVELS =
            List.of(Keys.known("level"), Keys.known("severity"), Keys.known("loglevel"));

    /** The levels of pino and bunyan, by tens. */
    private static final List<String> LEVEL_NAMES = List.of("trace", "debug", "info", "warn", "error", "fatal");

    private final IsoTime isoTime = new IsoTime();
    private final LogTime logTime = new LogTime();
    private final NamedZones zones = new NamedZones();
    private LocalZone zone = LocalZone.UTC;
    private final Moment moment = new Moment();
    private final Moment other = new Moment();
    private final AccessObjects accessObjects;

    /** @param accessObjects for lines of servers that are found among those of applications */
    public ApplicationParser(AccessObjects accessObjects) {
        this.accessObjects = accessObjects;
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
        final boolean access = accessObjects.take(document, line);
        final JsonObject json = withoutProtected(document, line);
        JsonValue exception = takeString(json, EXCEPTION);
        JsonValue service = takeString(json, SERVICE);
        nameLevels(document, json);
        document.rule(Rule.APPLICATION_TIME);
        readTime(document, json);

        // The application's message replaces the line, so the line must not be in the way.
        final JsonValue wholeLine = document.root().remove(MESSAGE);
        document.rule(Rule.APPLICATION_KEY);
        document.merge(json);
        if (!document.has(Field.MESSAGE) && wholeLine != null) {
            document.set(Field.MESSAGE, wholeLine);
        }
        document.rule(Rule.LOGGER_KEY);
        if (exception != null && !document.setIfFree(Field.ERROR_STACK_TRACE, exception)) {
            mergeOne(document, EXCEPTION, exception);
        }
        if (service != null && !document.setIfFree(Field.SERVICE_NAME, service)) {
            document.moveToApplication(SERVICE, service);
        }
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
            if (isProtected(json.key(i))) {
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

    static void mergeOne(Document document, Key key, JsonValue value) {
        JsonObject one = new JsonObject(2);
        one.put(key, value);
        document.merge(one);
    }

    private static void nameLevels(Document document, JsonObject json) {
        for (Key key : LEVELS) {
            if (json.get(key) instanceof Leaf level && level.kind() == Leaf.Kind.NUMBER && level.length() == 2) {
                int tens = level.bytes()[level.from()] - '1';
                if (tens >= 0 && tens < LEVEL_NAMES.size() && level.bytes()[level.from() + 1] == '0') {
                    Leaf name = Leaf.text(LEVEL_NAMES.get(tens));
                    document.makes(name, level);
                    json.put(key, name);
                }
            }
        }
    }

    /** Whether the value of a level is looked at, as it may be a number that stands for one. */
    public static boolean isLevel(Key key) {
        return LEVELS.contains(key);
    }

    /** Takes the time out of the line, where it is understood, and makes it the document's. */
    private void readTime(Document document, JsonObject json) {
        zone = zone(document);
        JsonValue timestamp = json.get(TIMESTAMP);
        JsonValue atTimestamp = json.remove(AT_TIMESTAMP);
        JsonValue found = null;
        if (JsonValue.isPresent(timestamp)) {
            if (isTime(timestamp, moment)) {
                found = timestamp;
                json.remove(TIMESTAMP);
            } else {
                document.tag(isReadable(timestamp) ? Tag.OUT_OF_RANGE : Tag.DATE_FAILURE);
            }
        }
        if (JsonValue.isPresent(atTimestamp)) {
            boolean usable = isTime(atTimestamp, other);
            if (!usable) {
                if (isReadable(atTimestamp)) {
                    document.tag(Tag.OUT_OF_RANGE);
                }
                keepUnusable(document, json, atTimestamp);
            } else if (found == null) {
                moment.set(other);
                found = atTimestamp;
            } else if (!other.isSame(moment)) {
                document.moveToApplication(AT_TIMESTAMP, atTimestamp);
            }
        }
        for (int i = 0; i < OTHER_TIMES.size() && found == null; i++) {
            JsonValue value = json.get(OTHER_TIMES.get(i));
            if (!JsonValue.isPresent(value)) {
                continue;
            }
            if (isTime(value, moment)) {
                found = value;
            } else {
                document.tag(isReadable(value) ? Tag.OUT_OF_RANGE : Tag.DATE_FAILURE);
            }
        }
        if (found != null) {
            document.asks(AskedValues.Question.TIME, (Leaf) found);
            document.setTime(moment, (Leaf) found);
        }
    }

    /** Under a name of its own, or among the application's where the name is taken. */
    private static void keepUnusable(Document document, JsonObject json, JsonValue time) {
        if (json.get(UNUSABLE_TIMESTAMP) == null && document.root().get(UNUSABLE_TIMESTAMP) == null) {
            document.keepUnusableTime(time);
        } else {
            document.tag(Tag.TIMESTAMP_FAILURE);
            document.moveToApplication(AT_TIMESTAMP, time);
        }
    }

    private boolean isTime(JsonValue value, Moment into) {
        return value instanceof Leaf leaf && isTime(leaf, zone, into);
    }

    /**
     * Whether it is a time in any form that is read, which is then in the moment.
     *
     * @param ofZoneless the zone of a time that names none
     */
    public boolean isTime(Leaf leaf, LocalZone ofZoneless, Moment into) {
        return logTime.parse(leaf, ofZoneless, into) && into.isStorable();
    }

    /** Whether it is a time, be it one that can not be stored. */
    private boolean isReadable(JsonValue value) {
        return value instanceof Leaf leaf && logTime.parse(leaf, zone, other) && other.hasFourDigitYear();
    }

    /** The zone of times that name none: that which the shipper names, else UTC. */
    private LocalZone zone(Document document) {
        if (!(document.get(Field.EVENT_TIMEZONE) instanceof Leaf name) || !name.isString()) {
            return LocalZone.UTC;
        }
        LocalZone named = zones.get(name);
        document.readsIn(named, name);
        return named;
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
