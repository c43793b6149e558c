package com.jisu.logs.app.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** {@code mutate}: its operations in Logstash's order, whatever is written; the first that fails is the last. */
final class MutateFilter {

    private final PluginOptions options;
    private final List<String> failureTags;
    private final List<RuleStep> steps = new ArrayList<>();

    private MutateFilter(PluginOptions options) {
        this.options = options;
        this.failureTags = options.texts("tag_on_failure");
    }

    /** One step where one is enough, else a group; none if it does nothing. */
    static List<RuleStep> steps(PluginOptions options) {
        MutateFilter mutate = new MutateFilter(options);
        mutate.operations();
        mutate.texts();
        CommonOptions.steps(options).forEach(mutate::add);
        options.text("id");
        if (mutate.steps.size() <= 1) {
            return mutate.steps;
        }
        return List.of(RuleStep.of("group").with("stop_on_failure", true).with("steps", mutate.steps));
    }

    private void operations() {
        each(
                "coerce",
                (field, value) ->
                        named("set", "field", field).with("value", text(value)).with("only_if_null", true));
        each("rename", (from, to) -> named("rename", "field", from).with("to", EventText.name(to.toString())));
        each(
                "update",
                (field, value) ->
                        named("set", "field", field).with("value", text(value)).with("only_if_present", true));
        each("replace", (field, value) -> named("set", "field", field).with("value", text(value)));
        each("convert", (field, type) -> named("convert", "field", field).with("type", type));
        gsub();
        list("uppercase", "uppercase");
        list("capitalize", "capitalize");
        list("lowercase", "lowercase");
        list("strip", "trim");
    }

    private void texts() {
        each("split", (field, separator) -> named("split", "field", field).with("separator", separator.toString()));
        each("join", (field, separator) -> named("join", "field", field).with("separator", separator.toString()));
        options.map("merge").forEach((field, from) -> {
            if (from instanceof List<?> several && several.size() > 1) {
                options.row()
                        .differs("of several fields that are merged into one that is no list Logstash keeps the last;"
                                + " here all are in it");
            }
            for (Object each : from instanceof List<?> list ? list : List.of(from)) {
                add(named("merge", "field", field).with("from", FieldName.path(each.toString())));
            }
        });
        each("copy", (from, to) -> named("copy", "field", from).with("to", FieldName.path(to.toString())));
    }

    private static RuleStep named(String kind, String option, String reference) {
        return RuleStep.of(kind).with(option, EventText.name(reference));
    }

    private Object text(Object value) {
        if (value instanceof List || value instanceof Map) {
            options.row().differs("a list or a hash as a value is stored as such, with the fields in its texts");
        }
        return CommonOptions.value(value);
    }

    private void each(String option, BiFunction<String, Object, RuleStep> step) {
        options.map(option).forEach((key, value) -> {
            if (!EventText.hasFields(key) && FieldName.names(key).isEmpty()) {
                options.row().differs("`" + key + "` is no name of a field: Logstash fails there with each event");
            } else {
                add(step.apply(key, value));
            }
        });
    }

    private void list(String option, String kind) {
        List<String> fields = options.names(option);
        if (!fields.isEmpty()) {
            add(RuleStep.of(kind).with("fields", fields));
        }
    }

    private void gsub() {
        List<String> triples = options.texts("gsub");
        if (triples.size() % 3 != 0) {
            options.row().loses("gsub has not three texts for each replacement; the last was left out");
        }
        for (int i = 0; i + 2 < triples.size(); i += 3) {
            add(RuleStep.of("gsub")
                    .with("field", FieldName.path(triples.get(i)))
                    .with("pattern", EventText.value(triples.get(i + 1)))
                    .with("replacement", EventText.value(triples.get(i + 2))));
        }
    }

    private void add(RuleStep step) {
        steps.add(failureTags.isEmpty() ? step : step.and("tag_on_failure", failureTags));
    }
}
