package com.jisu.logs.app.importing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Filters that take texts apart: {@code dissect}, {@code json}, {@code kv}, {@code csv}, {@code date}. */
final class DecodeFilters {

    private static final String MESSAGE = "message";

    /** Characters, which both put between the brackets of a regular expression, and others. */
    private static final List<String> TEXTS_OF_KV = List.of(
            "field_split",
            "value_split",
            "field_split_pattern",
            "value_split_pattern",
            "trim_key",
            "trim_value",
            "remove_char_key",
            "remove_char_value",
            "transform_key",
            "transform_value",
            "whitespace");

    /** Signs, the name, and where it goes among others and what may be repeated behind it. */
    private static final Pattern DISSECT_FIELD = Pattern.compile("%\\{([?+&]*)([^}]+?)((?:/\\d+)?(?:->)?)}");

    private DecodeFilters() {}

    static Optional<RuleStep> dissect(PluginOptions options, Ecs ecs) {
        Map<String, Object> mapping = options.map("mapping");
        Map<String, Object> convert = new LinkedHashMap<>();
        options.map("convert_datatype").forEach((field, type) -> {
            if (type.equals("int") || type.equals("float")) {
                convert.put(FieldName.path(field), type);
            } else {
                options.row().loses("`convert_datatype` knows `int` and `float`; `" + type + "` was left out");
            }
        });
        if (mapping.isEmpty() && convert.isEmpty()) {
            options.row().leftOut("it has no `mapping`; nothing would be taken apart");
            return Optional.empty();
        }
        RuleStep step = RuleStep.of("dissect");
        if (mapping.size() == 1) {
            Map.Entry<String, Object> only = mapping.entrySet().iterator().next();
            step = step.with("field", FieldName.path(only.getKey())).with("pattern", dissectPattern(only.getValue()));
        } else {
            Map<String, Object> patterns = new LinkedHashMap<>();
            mapping.forEach((field, pattern) -> patterns.put(FieldName.path(field), dissectPattern(pattern)));
            step = step.with("patterns", patterns);
        }
        return Optional.of(step.with("convert", convert.isEmpty() ? null : convert));
    }

    /** With the names of fields as rules write them. */
    private static String dissectPattern(Object pattern) {
        return DISSECT_FIELD
                .matcher(pattern.toString())
                .replaceAll(field -> Matcher.quoteReplacement(
                        "%{" + field.group(1) + dotted(field.group(2)) + field.group(3) + "}"));
    }

    /** To Logstash a name with a dot is one name. */
    private static String dotted(String name) {
        return name.indexOf('.') < 0 || name.startsWith("[") ? name : "[" + name + "]";
    }

    static Optional<RuleStep> json(PluginOptions options, Ecs ecs) {
        if (!options.has("source")) {
            options.row().leftOut("it has no `source`; Logstash does not start with it");
            return Optional.empty();
        }
        return Optional.of(RuleStep.of("json")
                .with("field", options.field("source").orElse(MESSAGE))
                .with("target", options.field("target").orElse(null))
                .with("skip_on_invalid_json", options.flag("skip_on_invalid_json", false) ? true : null));
    }

    static Optional<RuleStep> kv(PluginOptions options, Ecs ecs) {
        RuleStep step = RuleStep.of("kv")
                .with("field", options.field("source").orElse(MESSAGE))
                .with("target", options.field("target").orElse(null))
                .with("prefix", options.text("prefix").map(EventText::value).orElse(null));
        for (String name : List.of("include_keys", "exclude_keys")) {
            List<String> keys = CommonOptions.templates(options.texts(name));
            step = step.with(name, keys.isEmpty() ? null : keys);
        }
        Map<String, Object> defaults = options.mapAsWritten("default_keys");
        step = step.with("default_keys", defaults.isEmpty() ? null : defaults);
        for (String name : TEXTS_OF_KV) {
            step = step.with(name, options.text(name).orElse(null));
        }
        for (String name : List.of("allow_duplicate_values", "allow_empty_values", "include_brackets", "recursive")) {
            step = step.with(name, options.flag(name).map(Object.class::cast).orElse(null));
        }
        options.text("tag_on_timeout")
                .filter(tag -> !tag.equals("_kv_filter_timeout"))
                .ifPresent(tag ->
                        options.row().differs("what takes too long is tagged `_kv_filter_timeout`, not `" + tag + "`"));
        options.ignore("timeout_millis");
        return Optional.of(step);
    }

    static Optional<RuleStep> csv(PluginOptions options, Ecs ecs) {
        if (options.flag("autodetect_column_names", false)) {
            options.row()
                    .leftOut("`autodetect_column_names` takes the names from the first line that comes, which no step"
                            + " does; name them in `columns`");
            return Optional.empty();
        }
        List<String> columns =
                options.texts("columns").stream().map(FieldName::path).toList();
        Map<String, Object> convert = new LinkedHashMap<>();
        options.mapAsWritten("convert").forEach((column, type) -> convert.put(FieldName.path(column), type));
        RuleStep step = RuleStep.of("csv")
                .with("field", options.field("source").orElse(MESSAGE))
                .with("columns", columns.isEmpty() ? null : columns)
                .with("separator", options.text("separator").orElse(null))
                .with("quote_char", options.text("quote_char").orElse(null))
                .with("target", options.field("target").orElse(null))
                .with("convert", convert.isEmpty() ? null : convert);
        for (String name :
                List.of("skip_empty_columns", "skip_empty_rows", "skip_header", "autogenerate_column_names")) {
            step = step.with(name, options.flag(name).map(Object.class::cast).orElse(null));
        }
        return Optional.of(step);
    }

    static Optional<RuleStep> date(PluginOptions options, Ecs ecs) {
        List<String> match = options.texts("match");
        if (match.size() < 2) {
            options.row().leftOut("its `match` has not a field and a format; Logstash does not start with it");
            return Optional.empty();
        }
        return Optional.of(RuleStep.of("date")
                .with("field", FieldName.path(match.get(0)))
                .with("formats", match.subList(1, match.size()))
                .with("target", options.field("target").orElse(null))
                .with("timezone", options.text("timezone").map(EventText::value).orElse(null))
                .with("locale", options.text("locale").orElse(null)));
    }
}
