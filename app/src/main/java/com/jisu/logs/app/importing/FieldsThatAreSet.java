package com.jisu.logs.app.importing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which fields steps set, as far as the rules name them. */
final class FieldsThatAreSet {

    private static final Pattern CAPTURE = Pattern.compile("%\\{\\w+:([^:}]+)(?::\\w+)?}|\\(\\?<(?![=!])([^>]+)>");
    private static final Pattern DISSECTED = Pattern.compile("%\\{[+]?([^}?&*/][^}/]*?)(?:->)?(?:/\\d+)?}");
    private static final List<String> TARGETS = List.of("target", "to", "mark");
    private static final List<String> WITH_FIELDS = List.of("set", "append");
    private static final List<String> OBJECTS = List.of("json", "kv", "geoip", "user_agent", "grok", "csv");

    private final Map<String, Boolean> fields = new LinkedHashMap<>();

    private FieldsThatAreSet() {}

    /** Their paths, and whether what is set there is a plain value and surely no object. */
    static Map<String, Boolean> of(List<RuleStep> steps) {
        FieldsThatAreSet set = new FieldsThatAreSet();
        steps.forEach(set::look);
        return set.fields;
    }

    private void look(RuleStep step) {
        Map<String, Object> options = step.options();
        boolean plain = !OBJECTS.contains(step.kind());
        for (String target : TARGETS) {
            if (options.get(target) instanceof String path) {
                add(path, plain && !step.kind().equals("rename") && !step.kind().equals("copy"));
            }
        }
        if (WITH_FIELDS.contains(step.kind())) {
            if (options.get("field") instanceof String path) {
                add(path, !(options.get("value") instanceof Map));
            }
            if (options.get("fields") instanceof Map<?, ?> map) {
                map.forEach((path, value) -> add(path.toString(), !(value instanceof Map)));
            }
        }
        if (!options.containsKey("target")) {
            switch (step.kind()) {
                case "grok" -> patterns(options.getOrDefault("patterns", options.get("fields")), CAPTURE);
                case "dissect" -> patterns(options.getOrDefault("pattern", options.get("patterns")), DISSECTED);
                case "csv" -> names(options.get("columns"));
                default -> {}
            }
        }
        step.inner().forEach(this::look);
    }

    private void names(Object columns) {
        if (columns instanceof List<?> list) {
            list.forEach(column -> add(column.toString(), true));
        }
    }

    private void patterns(Object patterns, Pattern pattern) {
        if (patterns instanceof List<?> list) {
            list.forEach(each -> patterns(each, pattern));
        } else if (patterns instanceof Map<?, ?> map) {
            map.values().forEach(each -> patterns(each, pattern));
        } else if (patterns != null) {
            Matcher capture = pattern.matcher(patterns.toString());
            while (capture.find()) {
                String name = capture.group(1) != null ? capture.group(1) : capture.group(2);
                add(FieldName.path(name), true);
            }
        }
    }

    private void add(String path, boolean plain) {
        if (!path.contains("${") && !path.startsWith("@metadata")) {
            fields.merge(path, plain, Boolean::logicalAnd);
        }
    }
}
