package com.jisu.logs.app.importing;

import com.jisu.logs.app.logstash.Statement;
import com.jisu.logs.app.logstash.Value;
import com.jisu.logs.app.logstash.Value.Embedded;
import com.jisu.logs.app.logstash.Value.Entries;
import com.jisu.logs.app.logstash.Value.Entry;
import com.jisu.logs.app.logstash.Value.Items;
import com.jisu.logs.app.logstash.Value.Numeral;
import com.jisu.logs.app.logstash.Value.Text;
import com.jisu.logs.parsers.api.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The options of a plug-in by name, and which of them were asked for. Values are texts, numbers, lists and maps, with references to the
 * environment resolved. Used by one thread.
 */
final class PluginOptions {

    private final Map<String, Object> raw = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final Row row;
    private final References references;

    PluginOptions(Statement.Plugin plugin, Row row, References references) {
        this.row = row;
        this.references = references;
        for (Statement.Option option : plugin.options()) {
            raw.merge(option.name(), java(option.value()), PluginOptions::merged);
        }
    }

    Row row() {
        return row;
    }

    private static Object java(Value value) {
        if (value instanceof Text text) {
            return text.text();
        }
        if (value instanceof Numeral number) {
            return numeral(number.text());
        }
        if (value instanceof Items items) {
            return items.items().stream().map(PluginOptions::java).toList();
        }
        if (value instanceof Entries entries) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (Entry entry : entries.entries()) {
                map.put(entry.key(), java(entry.value()));
            }
            return map;
        }
        return ((Embedded) value).plugin();
    }

    private static Number numeral(String text) {
        if (text.indexOf('.') >= 0) {
            return Double.valueOf(text.endsWith(".") ? text + "0" : text);
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return new java.math.BigInteger(text);
        }
    }

    /** An option that is there twice: hashes become one, other values a list. */
    private static Object merged(Object first, Object second) {
        if (first instanceof Map<?, ?> map && second instanceof Map<?, ?> more) {
            Map<String, Object> both = new LinkedHashMap<>();
            map.forEach((key, value) -> both.put(key.toString(), value));
            more.forEach((key, value) -> both.merge(key.toString(), value, PluginOptions::merged));
            return both;
        }
        if (first.equals(second)) {
            return first;
        }
        List<Object> list = new ArrayList<>(first instanceof List<?> there ? there : List.of(first));
        list.addAll(second instanceof List<?> more ? more : List.of(second));
        return list;
    }

    boolean has(String name) {
        return raw.containsKey(name);
    }

    /** Of these the first that is there, else the first. */
    String named(String... names) {
        for (String name : names) {
            if (has(name)) {
                return name;
            }
        }
        return names[0];
    }

    /** The value with its references as they are written; null if there is none. */
    Object written(String name) {
        asked.add(name);
        return raw.get(name);
    }

    /** The value; null if there is none. */
    Object value(String name) {
        return resolved(written(name));
    }

    private Object resolved(Object value) {
        if (value instanceof String text) {
            return references.resolved(text, row);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(this::resolved).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> resolved = new LinkedHashMap<>();
            map.forEach((key, inner) -> resolved.put(key.toString(), resolved(inner)));
            return resolved;
        }
        return value;
    }

    Optional<String> text(String name) {
        Object value = value(name);
        if (value instanceof List<?> list && list.size() == 1) {
            value = list.get(0);
        }
        return Optional.ofNullable(value).map(Object::toString);
    }

    /** One or several; empty if there is none. */
    List<String> texts(String name) {
        Object value = value(name);
        if (value == null) {
            return List.of();
        }
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of(value.toString());
    }

    /** Names of fields as rules write them, without those that are none. */
    List<String> names(String name) {
        List<String> names = new ArrayList<>();
        for (String each : texts(name)) {
            if (EventText.hasFields(each) || FieldName.names(each).isPresent()) {
                names.add(EventText.name(each));
            } else {
                row.differs("`" + each + "` in `" + name
                        + "` is no name of a field and was left out: Logstash fails there with each event");
            }
        }
        return names;
    }

    /** A field as rules write it. */
    Optional<String> field(String name) {
        return text(name).map(FieldName::path);
    }

    boolean flag(String name, boolean byDefault) {
        return flag(name).orElse(byDefault);
    }

    Optional<Boolean> flag(String name) {
        return text(name).map(Boolean::parseBoolean);
    }

    Optional<Object> number(String name) {
        return Optional.ofNullable(value(name)).map(value -> {
            try {
                return value instanceof String text ? numeral(text) : value;
            } catch (NumberFormatException e) {
                return value;
            }
        });
    }

    /**
     * A hash, or a list that is another spelling of one. Its entries are in the order in which Logstash works on them, which is not the
     * one that is written but that of Java's {@code HashMap}.
     */
    Map<String, Object> map(String name) {
        Map<String, Object> written = mapAsWritten(name);
        boolean isHash = raw.get(name) instanceof Map; // a list is made a hash by the plug-in, which keeps the order
        return isHash ? new LinkedHashMap<>(inTurn(written)) : written;
    }

    /** A map that grew entry by entry, as Logstash's do: it has another order than one that is copied. */
    private static Map<String, Object> inTurn(Map<String, Object> written) {
        Map<String, Object> hashed = new HashMap<>();
        written.forEach(hashed::put);
        return hashed;
    }

    /** The same in the order written, for what has no order. */
    Map<String, Object> mapAsWritten(String name) {
        Map<String, Object> written = new LinkedHashMap<>();
        Object value = value(name);
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> written.put(key.toString(), inner));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i + 1 < list.size(); i += 2) {
                written.put(list.get(i).toString(), list.get(i + 1));
            }
        }
        return written;
    }

    /** Options that need nothing here. */
    void ignore(String... names) {
        asked.addAll(List.of(names));
    }

    /** Tells of those that nobody asked for. */
    void reportUnread() {
        for (String name : raw.keySet()) {
            if (!asked.contains(name)) {
                String meant = Nearest.byLetters(name, asked)
                        .map(known -> "; did you mean `" + known + "`?")
                        .orElse("");
                row.loses("the option `" + name + "` is not known here and was left out" + meant);
            }
        }
    }
}
