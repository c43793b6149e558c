package com.jisu.logs.app.importing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What every filter can do beside its own: add and remove fields and tags, where it had success. */
final class CommonOptions {

    private CommonOptions() {}

    /** In Logstash's order. */
    static List<RuleStep> steps(PluginOptions options) {
        List<RuleStep> steps = new ArrayList<>(addFields(options.map("add_field"), options.row()));
        List<String> removed = options.names("remove_field");
        if (!removed.isEmpty()) {
            steps.add(RuleStep.of("remove").with("fields", removed));
        }
        List<String> tags = templates(options.texts("add_tag"));
        if (!tags.isEmpty()) {
            steps.add(RuleStep.of("tag").with("add", tags));
        }
        List<String> untagged = templates(options.texts("remove_tag"));
        if (!untagged.isEmpty()) {
            steps.add(RuleStep.of("tag").with("remove", untagged));
        }
        options.ignore("id", "enable_metric", "periodic_flush", "ecs_compatibility");
        return steps;
    }

    static List<String> templates(List<String> texts) {
        return texts.stream().map(EventText::value).toList();
    }

    /** One step of fields whose names are known, and one for each of the others, which may fail. */
    static List<RuleStep> addFields(Map<String, Object> fields, Row row) {
        List<RuleStep> steps = new ArrayList<>();
        Map<String, Object> sure = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (EventText.hasFields(name)) {
                flush(sure, steps);
                steps.add(RuleStep.of("append")
                        .with("field", EventText.name(name))
                        .with("value", value(value)));
            } else if (FieldName.names(name).isEmpty()) {
                row.differs("`" + name + "` is no name of a field: Logstash fails there with each event");
            } else {
                sure.put(FieldName.path(name), value(value));
            }
        });
        flush(sure, steps);
        return steps;
    }

    private static void flush(Map<String, Object> fields, List<RuleStep> steps) {
        if (fields.isEmpty()) {
            return;
        }
        Map.Entry<String, Object> first = fields.entrySet().iterator().next();
        steps.add(
                fields.size() == 1
                        ? RuleStep.of("append").with("field", first.getKey()).with("value", first.getValue())
                        : RuleStep.of("append").with("fields", new LinkedHashMap<>(fields)));
        fields.clear();
    }

    /** A value of a field with the fields in its texts; a number is a text, as in Logstash. */
    static Object value(Object value) {
        if (value instanceof String || value instanceof Number) {
            return EventText.value(value.toString());
        }
        if (value instanceof List<?> list) {
            return list.stream().map(CommonOptions::value).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> values = new LinkedHashMap<>();
            map.forEach((key, inner) -> values.put(EventText.value(key.toString()), value(inner)));
            return values;
        }
        return value;
    }
}
