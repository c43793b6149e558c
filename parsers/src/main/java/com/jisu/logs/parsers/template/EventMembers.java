package com.jisu.logs.parsers.template;

import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import java.util.ArrayList;
import java.util.List;

/** Members that an event came with, before the rules change it: those that documents need, and the names of all. */
final class EventMembers {

    private static final Key METADATA = Keys.known("@metadata");
    private static final Key TIMESTAMP = Keys.known("@timestamp");
    private static final Key MESSAGE = Keys.known("message");
    private static final Key HOST = Keys.known("host");
    private static final Key LOG = Keys.known("log");
    private static final Key FILE = Keys.known("file");
    private static final Key OFFSET = Keys.known("offset");
    private static final Key CONTAINER = Keys.known("container");
    private static final Key ID = Keys.known("id");

    private static final Key EVENT = Keys.known("event");
    private static final Key TIMEZONE = Keys.known("timezone");

    private final List<Key> names = new ArrayList<>();
    private final JsonValue time;
    private final JsonValue message;
    private final JsonValue host;
    private final JsonObject file;
    private final JsonValue offset;
    private final JsonValue containerId;
    private final boolean zoneAlone;

    EventMembers(JsonObject root) {
        for (int i = 0; i < root.size(); i++) {
            if (!root.key(i).equals(METADATA)) {
                names.add(root.key(i));
            }
        }
        JsonObject event = root.object(EVENT);
        zoneAlone = event != null && event.size() == 1 && event.get(TIMEZONE) instanceof Leaf;
        time = root.get(TIMESTAMP);
        message = root.get(MESSAGE);
        host = root.get(HOST);
        JsonObject log = root.object(LOG);
        file = log == null ? null : log.object(FILE);
        offset = log == null ? null : log.get(OFFSET);
        JsonObject container = root.object(CONTAINER);
        containerId = container == null ? null : container.get(ID);
    }

    /** The names of those of the root that documents have, in their order. */
    List<Key> names() {
        return names;
    }

    /** Whether the event's own object {@code event} has the shipper's zone and nothing else, as Filebeat adds it. */
    boolean isZoneAlone() {
        return zoneAlone;
    }

    JsonValue time() {
        return time;
    }

    JsonValue message() {
        return message;
    }

    /** Whether the message is one string, or there is none. */
    boolean isLineString() {
        return message == null || message instanceof Leaf leaf && leaf.kind() == Leaf.Kind.STRING;
    }

    JsonValue host() {
        return host;
    }

    JsonObject file() {
        return file;
    }

    JsonValue offset() {
        return offset;
    }

    JsonValue containerId() {
        return containerId;
    }
}
