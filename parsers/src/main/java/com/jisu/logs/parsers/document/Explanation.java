package com.jisu.logs.parsers.document;

import com.jisu.logs.parsers.api.FieldOrigin;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonOutput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says of each field of a document which rule made it. It is told whenever another rule gets to work, and finds what the
 * one before it has changed; so parsers only name their rules, and those that nobody asks are not slowed down.
 */
public final class Explanation {

    private final Map<String, Rule> rules = new HashMap<>();

    /** Of each field the value that its rule gave it, also of those that were taken out and may be put back. */
    private final Map<String, String> made = new HashMap<>();

    /** By the names of fields, the keys of the line whose values they have. */
    private final Map<String, String> keys = new HashMap<>();

    private Map<String, String> values = Map.of();
    private Rule current = Rule.SHIPPED;

    /** Begins with another document. */
    void begin() {
        rules.clear();
        made.clear();
        keys.clear();
        values = Map.of();
        current = Rule.SHIPPED;
    }

    /**
     * Another rule gets to work.
     *
     * @return the one before it
     */
    Rule enter(Rule rule, JsonObject document) {
        Map<String, String> now = fields(document);
        now.forEach((name, json) -> {
            if (!json.equals(made.put(name, json))) {
                rules.put(name, current);
            }
        });
        values = now;
        final Rule before = current;
        current = rule;
        return before;
    }

    /** Says what made a field, where it was not the rule at work. */
    void correct(String name, Rule rule) {
        rules.put(name, rule);
    }

    /** Says which key of the line a field, or an object of them, has its value from. */
    void from(String name, String key) {
        keys.put(name, key);
    }

    private String key(String name) {
        String at = name;
        while (!keys.containsKey(at) && at.indexOf('.') >= 0) {
            at = at.substring(0, at.lastIndexOf('.'));
        }
        return keys.containsKey(at) ? ": " + keys.get(at) : "";
    }

    /** The fields of the document that was finished last, in its order. */
    public List<FieldOrigin> origins() {
        List<FieldOrigin> origins = new ArrayList<>();
        values.forEach((name, json) -> origins.add(new FieldOrigin(name, json, rules.get(name) + key(name))));
        return origins;
    }

    /** The fields of a document, with dots, and their JSON. */
    public static Map<String, String> fields(JsonObject document) {
        Map<String, String> fields = new LinkedHashMap<>();
        flatten("", document, fields);
        return fields;
    }

    private static void flatten(String path, JsonObject object, Map<String, String> into) {
        for (int i = 0; i < object.size(); i++) {
            String name = path + object.key(i).name();
            if (object.value(i) instanceof JsonObject inner && inner.size() > 0) {
                flatten(name + ".", inner, into);
            } else {
                into.put(name, new String(JsonOutput.json(object.value(i)), StandardCharsets.UTF_8));
            }
        }
    }
}
