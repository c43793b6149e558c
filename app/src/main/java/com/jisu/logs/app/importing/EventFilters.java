package com.jisu.logs.app.importing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Filters that change fields in bulk or the event as a whole: {@code urldecode}, {@code prune}, {@code drop}, {@code split}, {@code clone},
 * {@code syslog_pri}, {@code bytes}, {@code truncate}, {@code uuid}.
 */
final class EventFilters {

    private static final String MESSAGE = "message";

    private EventFilters() {}

    static Optional<RuleStep> urldecode(PluginOptions options, Ecs ecs) {
        String charset =
                options.text("charset").filter(name -> !name.equals("UTF-8")).orElse(null);
        String field = options.field("field").orElse(MESSAGE);
        boolean all = options.flag("all_fields", false);
        return Optional.of(RuleStep.of("url_decode")
                .with("fields", all ? null : List.of(field))
                .with("all_fields", all ? true : null)
                .with("null_if_missing", all ? null : true)
                .with("charset", charset));
    }

    static Optional<RuleStep> prune(PluginOptions options, Ecs ecs) {
        RuleStep step = RuleStep.of("prune");
        boolean interpolate = options.flag("interpolate", false);
        for (String name : List.of("whitelist_names", "blacklist_names")) {
            List<String> names = options.texts(name);
            step = step.with(name, names.isEmpty() ? null : interpolate ? CommonOptions.templates(names) : names);
        }
        for (String name : List.of("whitelist_values", "blacklist_values")) {
            Map<String, Object> values = new LinkedHashMap<>();
            options.map(name)
                    .forEach((key, value) -> values.put(
                            interpolate ? EventText.value(key) : key,
                            interpolate ? EventText.value(value.toString()) : value.toString()));
            step = step.with(name, values.isEmpty() ? null : values);
        }
        return Optional.of(step.with("interpolate", interpolate ? true : null));
    }

    static Optional<RuleStep> drop(PluginOptions options, Ecs ecs) {
        Object percentage = options.number("percentage").orElse(null);
        return Optional.of(RuleStep.of("drop").with("percentage", percentage));
    }

    static Optional<RuleStep> split(PluginOptions options, Ecs ecs) {
        options.row()
                .differs(
                        "an event with nothing to split (an empty list or text) vanishes in Logstash; here it stays as it is"
                                + " (deviation 80)");
        return Optional.of(RuleStep.of("split_event")
                .with("field", options.field("field").orElse(MESSAGE))
                .with("terminator", options.text("terminator").orElse(null))
                .with("target", options.field("target").orElse(null)));
    }

    static Optional<RuleStep> copies(PluginOptions options, Ecs ecs) {
        List<String> copies = CommonOptions.templates(options.texts("clones"));
        if (copies.isEmpty()) {
            options.row().leftOut("it has no `clones`; Logstash does not start with it");
            return Optional.empty();
        }
        return Optional.of(
                RuleStep.of("split_event").with("copies", copies).with("mark", ecs.isOn() ? "tags" : "type"));
    }

    static Optional<RuleStep> syslogPriority(PluginOptions options, Ecs ecs) {
        for (String name : List.of("facility_labels", "severity_labels")) {
            if (options.has(name)) {
                options.ignore(name);
                options.row()
                        .loses("`" + name + "`: the labels are those of Logstash's default; a `translate` behind it"
                                + " makes others of them");
            }
        }
        return Optional.of(RuleStep.of("syslog_pri")
                .with(
                        "field",
                        options.field("syslog_pri_field_name")
                                .orElse(ecs.isOn() ? "log.syslog.priority" : "syslog_pri"))
                .with("layout", ecs.isOn() ? "ecs" : "legacy")
                .with("use_labels", options.flag("use_labels", true) ? null : false));
    }

    static Optional<RuleStep> bytes(PluginOptions options, Ecs ecs) {
        options.text("prefix_system")
                .filter("metric"::equals)
                .ifPresent(metric -> options.row().loses("`prefix_system => metric`: 1kb is 1024 here, not 1000"));
        options.text("decimal_separator")
                .filter(separator -> !separator.equals("."))
                .ifPresent(separator -> options.row().loses("`decimal_separator` is a point here"));
        options.text("digit_group_separator")
                .ifPresent(separator -> options.row().loses("`digit_group_separator`: digits stand in no groups here"));
        options.row().differs("a number without a unit, or with blanks between its digits, fails here");
        String source = options.field("source").orElse(MESSAGE);
        return Optional.of(RuleStep.of("bytes")
                .with("field", source)
                .with("target", options.field("target").orElse(null))
                .and("tag_on_failure", List.of("_bytesparsefailure")));
    }

    static Optional<RuleStep> truncate(PluginOptions options, Ecs ecs) {
        List<String> fields = options.names("fields");
        Object bytes = options.number("length_bytes").orElse(null);
        if (bytes == null) {
            options.row().leftOut("it has no `length_bytes`; Logstash does not start with it");
            return Optional.empty();
        }
        return Optional.of(RuleStep.of("truncate")
                .with("fields", fields.isEmpty() ? null : fields)
                .with("bytes", bytes));
    }

    /** It has success, whether it sets the field or not: a group, so that the common options run in any case. */
    static Optional<RuleStep> uuid(PluginOptions options, Ecs ecs) {
        String target = options.field("target").orElse(null);
        if (target == null) {
            options.row().leftOut("it has no `target`; Logstash does not start with it");
            return Optional.empty();
        }
        options.row()
                .differs(
                        "each run gives another one, so a line that is sent twice has two; a `fingerprint` of what makes"
                                + " it one line has not");
        return Optional.of(RuleStep.of("fingerprint")
                .with("fields", List.of(MESSAGE))
                .with("target", target)
                .with("method", "UUID")
                .and("if", options.flag("overwrite", false) ? null : target + " == null"));
    }
}
