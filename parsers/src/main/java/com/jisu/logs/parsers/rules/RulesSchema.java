package com.jisu.logs.parsers.rules;

import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.steps.StepOption;
import com.jisu.logs.parsers.steps.StepType;
import com.jisu.logs.parsers.tree.Values;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema (draft 2020-12) of files of rules, made of the tables by which they are read. Editors complete and check by it; it knows
 * names and kinds of values, not what fields, conditions and patterns are made of.
 */
public final class RulesSchema {

    private static final String ID = "https://jisu-logs/rules.schema.json";

    private RulesSchema() {}

    /** @param builtIn names of the built-in types */
    public static String json(List<String> builtIn) {
        Map<String, Object> definitions = new LinkedHashMap<>();
        definitions.put("steps", orNull(list(Map.of("$ref", "#/$defs/step"))));
        definitions.put("scalar", Map.of("type", List.of("string", "number", "boolean")));
        definitions.put("step", step());
        List<String> as = new ArrayList<>(builtIn);
        as.add("none");
        Map<String, Object> patterns = map(Map.of("$ref", "#/$defs/scalar"));
        patterns.put("propertyNames", Map.of("pattern", "^" + RulesReader.PATTERN_NAME + "$"));
        Map<String, Object> type = object(ordered(
                "as", text(Map.of("enum", as), "The built-in type that its lines are parsed as first."),
                "steps", text(Map.of("$ref", "#/$defs/steps"), "Steps for its events.")));
        Map<String, Object> types = map(orNull(type));
        types.put("propertyNames", Map.of("pattern", "\\S"));
        Map<String, Object> top = object(ordered(
                "schema",
                        text(
                                Map.of("enum", List.of("ecs", "logstash")),
                                "The names of fields that the rules are written for."),
                "patterns", text(orNull(patterns), "Patterns for grok, by name."),
                "types", text(orNull(types), "Values of fields.logtype."),
                "steps", text(Map.of("$ref", "#/$defs/steps"), "Steps for every event, behind those of its type."),
                "tests", text(orNull(list(test())), "Run before the rules are used.")));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", ID);
        schema.put("title", "Rules of jisu-logs");
        schema.putAll(top);
        schema.put("$defs", definitions);
        return new String(JsonOutput.json(Values.json(schema)), StandardCharsets.UTF_8);
    }

    private static Map<String, Object> step() {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<Object> names = new ArrayList<>();
        for (StepType type : StepTable.byNames().values()) {
            properties.put(type.name(), options(type.options(), type.text()));
            names.add(required(type.name()));
        }
        properties.put(
                StepTable.GROUP, options(StepTable.ofGroup(), "Steps under one condition, which is asked once."));
        names.add(required(StepTable.GROUP));
        StepTable.common().forEach((name, option) -> properties.put(name, text(kind(option), option.text())));
        Map<String, Object> step = object(properties);
        step.put("oneOf", names);
        step.put("if", required(StepTable.GROUP));
        Map<String, Object> none = new LinkedHashMap<>();
        StepTable.common().keySet().stream()
                .filter(name -> !StepTable.OF_GROUPS_TOO.contains(name))
                .forEach(name -> none.put(name, false));
        step.put("then", Map.of("properties", none));
        return step;
    }

    private static Map<String, Object> options(List<StepOption> options, String text) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (StepOption option : options) {
            String byDefault = option.byDefault().isEmpty() ? "" : " Without it: " + option.byDefault() + ".";
            properties.put(option.name(), text(kind(option), option.text() + byDefault));
            if (option.required()) {
                required.add(option.name());
            }
        }
        Map<String, Object> object = object(properties);
        if (required.isEmpty()) {
            return text(orNull(object), text);
        }
        object.put("required", required);
        return text(object, text);
    }

    private static Map<String, Object> kind(StepOption option) {
        Map<String, Object> scalar = Map.of("$ref", "#/$defs/scalar");
        return switch (option.kind()) {
            case FIELD, TEXT, TEMPLATE -> scalar;
            case FIELDS, TEXTS, TEMPLATES ->
                Map.of("anyOf", List.of(scalar, option.required() ? filled(scalar) : list(scalar)));
            case BOOLEAN -> Map.of("type", "boolean");
            case INTEGER -> Map.of("type", "integer");
            case NUMBER -> Map.of("type", "number");
            case CHOICE -> Map.of("enum", option.choices());
            case TEXT_MAP -> map(Map.of("type", List.of("string", "number", "boolean", "null")));
            case FIELD_MAP -> map(scalar);
            case TEXTS_MAP -> map(Map.of("anyOf", List.of(scalar, list(scalar))));
            case VALUE_MAP -> Map.of("type", "object");
            case TEXT_LISTS -> list(list(scalar));
            case VALUE -> Map.of();
            case STEPS -> Map.of("$ref", "#/$defs/steps");
        };
    }

    private static Map<String, Object> test() {
        Map<String, Object> test = object(ordered(
                "name", text(Map.of("$ref", "#/$defs/scalar"), "What it is about."),
                "type", text(Map.of("$ref", "#/$defs/scalar"), "The event's fields.logtype."),
                "message", text(Map.of("$ref", "#/$defs/scalar"), "The line."),
                "event", text(Map.of("type", "object"), "The whole event, as Filebeat ships it."),
                "expect", text(Map.of("type", "object"), "Values by fields; null for one that is not to be there."),
                "dropped", text(Map.of("type", "boolean"), "Whether no document is to be made.")));
        Map<String, Object> isDropped =
                ordered("required", List.of("dropped"), "properties", Map.of("dropped", Map.of("const", true)));
        test.put(
                "allOf",
                List.of(
                        Map.of("anyOf", List.of(required("message"), required("event"))),
                        Map.of("anyOf", List.of(required("expect"), isDropped))));
        return test;
    }

    private static Map<String, Object> required(String name) {
        return Map.of("required", List.of(name));
    }

    /** The same, or nothing behind the colon, as the reader takes it. */
    private static Map<String, Object> orNull(Map<String, Object> schema) {
        Map<String, Object> either = new LinkedHashMap<>(schema);
        either.put("type", List.of(schema.get("type"), "null"));
        return either;
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    private static Map<String, Object> object(Map<String, Object> properties) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        object.put("additionalProperties", false);
        object.put("properties", properties);
        return object;
    }

    private static Map<String, Object> map(Object values) {
        return ordered("type", "object", "additionalProperties", values);
    }

    private static Map<String, Object> filled(Object items) {
        return ordered("type", "array", "items", items, "minItems", 1);
    }

    private static Map<String, Object> list(Object items) {
        return ordered("type", "array", "items", items);
    }

    private static Map<String, Object> text(Map<String, Object> schema, String description) {
        Map<String, Object> with = new LinkedHashMap<>();
        with.put("description", description);
        with.putAll(schema);
        return with;
    }
}
