package com.jisu.logs.parsers.loggers;

import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.loggers.KnownKey.Form;
import com.jisu.logs.parsers.loggers.KnownKey.Place;
import java.util.ArrayList;
import java.util.List;

/** The known keys of one line: its own and those of its containers, in one pass. Used again for each line. */
final class FoundKeys {

    private static final Key RECORD = Keys.known("record");

    private final KeyIndex index;
    private final List<Found> times = new ArrayList<>();
    private final List<Found> messages = new ArrayList<>();
    private final List<Found> levels = new ArrayList<>();
    private final List<Found> errors = new ArrayList<>();
    private final List<Found> others = new ArrayList<>();
    private final List<Found> blanks = new ArrayList<>();
    private final List<Key> containers = new ArrayList<>();
    private final List<Key> empty = new ArrayList<>();
    private JsonObject line;

    FoundKeys(KeyIndex index) {
        this.index = index;
    }

    /** Finds the known keys of a line, and forgets those of the one before. */
    void find(JsonObject json) {
        line = json;
        times.clear();
        messages.clear();
        levels.clear();
        errors.clear();
        others.clear();
        blanks.clear();
        containers.clear();
        empty.clear();
        find(json, null, 0);
        for (int i = 0; i < containers.size(); i++) {
            find(json.object(containers.get(i)), containers.get(i), i + 1);
        }
    }

    private void find(JsonObject object, Key container, int source) {
        for (int i = 0; i < object.size(); i++) {
            KeyIndex.Meaning[] meanings = index.meanings(object.key(i));
            if (meanings != null) {
                for (KeyIndex.Meaning meaning : meanings) {
                    look(meaning, object, i, container, source);
                }
            }
        }
    }

    private void look(KeyIndex.Meaning meaning, JsonObject object, int member, Key container, int source) {
        JsonObject in = object;
        Key key = object.key(member);
        JsonValue value = object.value(member);
        for (Key step : meaning.path()) {
            if (!(value instanceof JsonObject inner)) {
                return;
            }
            in = inner;
            key = step;
            value = inner.get(step);
        }
        KnownKey row = meaning.row();
        Place place = row.place();
        boolean here = source == 0 || place == Place.ANYWHERE || place == Place.RECORD && container.equals(RECORD);
        if (value == null || !here) {
            return;
        }
        if (row.form() == Form.CONTAINER) {
            addContainer(key, value);
            return;
        }
        if (!row.beside().holds(line)) {
            return;
        }
        if (Forms.takes(row.form(), value) || isText(row, value)) {
            add(new Found(meaning, source, container, in, key, value, object.key(member)));
        } else if (Forms.isBlank(row.form(), value)) {
            blanks.add(new Found(meaning, source, container, in, key, value, object.key(member)));
        }
    }

    private void addContainer(Key key, JsonValue value) {
        if (value instanceof JsonObject) {
            containers.add(key);
        } else if (!JsonValue.isPresent(value) || value instanceof Leaf leaf && isEmptyList(leaf)) {
            empty.add(key);
        }
    }

    private static boolean isEmptyList(Leaf leaf) {
        return leaf.kind() == Leaf.Kind.ARRAY
                && !leaf.has(Leaf.HOLDS_SCALARS | Leaf.HOLDS_OBJECTS)
                && leaf.text().matches("\\[\\s*]");
    }

    private void add(Found found) {
        switch (found.form()) {
            case TIME, OTHER_TIME -> times.add(found);
            case MESSAGE, OTHER_MESSAGE, ARGUMENTS -> messages.add(found);
            case LEVEL, LEVEL_WORD, SEVERITY_LEVEL, SYSLOG_LEVEL, DATABASE_LEVEL -> levels.add(found);
            case ERROR, STACK_TRACE, LONG_MESSAGE, TRACE_INSIDE -> errors.add(found);
            default -> others.add(found);
        }
    }

    /** Takes out of the line what holds nothing, or nothing more. */
    void dropEmptyContainers() {
        for (Key name : empty) {
            line.remove(name);
        }
        for (Key name : containers) {
            JsonObject container = line.object(name);
            if (container != null && container.size() == 0) {
                line.remove(name);
            }
        }
    }

    List<Found> times() {
        return times;
    }

    List<Found> messages() {
        return messages;
    }

    List<Found> levels() {
        return levels;
    }

    List<Found> errors() {
        return errors;
    }

    /** Texts that say nothing, where a level or a stack trace may be. */
    List<Found> blanks() {
        return blanks;
    }

    List<Found> others() {
        return others;
    }

    /** journald writes a text that is no UTF-8 as its bytes. */
    private static boolean isText(KnownKey row, JsonValue value) {
        return row.beside() == Beside.JOURNALD && row.form() == KnownKey.Form.MESSAGE && LineMessage.isBytes(value);
    }
}
