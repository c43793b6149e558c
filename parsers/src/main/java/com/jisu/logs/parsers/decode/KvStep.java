package com.jisu.logs.parsers.decode;

import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.Outcome;
import com.jisu.logs.parsers.steps.Step;
import com.jisu.logs.parsers.steps.StepContext;
import com.jisu.logs.parsers.steps.StepOption;
import com.jisu.logs.parsers.steps.StepOption.Kind;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.steps.StepType;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.FieldPath;
import com.jisu.logs.parsers.tree.FieldText;
import com.jisu.logs.parsers.tree.StepFailure;
import com.jisu.logs.parsers.tree.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes pairs such as {@code a=1 b="two words"} apart, as Logstash's kv does; logfmt, too. */
final class KvStep implements Step {

    private static final List<String> TRANSFORMS = List.of("lowercase", "uppercase", "capitalize");

    static final StepType TYPE = new StepType(
            "kv",
            "Takes pairs such as a=1 b=\"two words\" (logfmt) apart.",
            options(),
            List.of("_kv_filter_error"),
            "_kv_filter_timeout",
            KvStep::new);

    private static final int TIMEOUT_MILLIS = 100;
    private static final int MOST_MILLIS = 60_000;

    private final FieldPath field;
    private final FieldPath target;
    private final FieldText prefix;
    private final KvPattern pattern;
    private final KvEdit keyEdit;
    private final KvEdit valueEdit;
    private final List<FieldText> includeKeys;
    private final List<FieldText> excludeKeys;
    private final Map<String, Object> defaults;
    private final boolean allowDuplicates;
    private final boolean allowEmpty;
    private final boolean recursive;

    private static List<StepOption> options() {
        return List.of(
                StepOption.optional("field", Kind.FIELD, "message", "The field with the pairs; of a list each text."),
                StepOption.optional(
                        "target",
                        Kind.FIELD,
                        "",
                        "The field that takes all pairs; without it they become the event's own fields."),
                StepOption.optional("prefix", Kind.TEMPLATE, "", "What is put before each key."),
                StepOption.optional(
                        "field_split",
                        Kind.TEXT,
                        "a blank",
                        "Characters between pairs, as in a regular expression's brackets."),
                StepOption.optional("value_split", Kind.TEXT, "=", "Characters between key and value, as in brackets."),
                StepOption.optional(
                        "field_split_pattern", Kind.TEXT, "", "A regular expression in the stead of field_split."),
                StepOption.optional(
                        "value_split_pattern", Kind.TEXT, "", "A regular expression in the stead of value_split."),
                StepOption.optional("include_keys", Kind.TEMPLATES, "all", "The keys that are taken."),
                StepOption.optional("exclude_keys", Kind.TEMPLATES, "", "Keys that are not taken."),
                StepOption.optional("default_keys", Kind.TEXT_MAP, "", "Values of keys that are not among the pairs."),
                StepOption.optional("trim_key", Kind.TEXT, "", "Characters taken off both ends of keys."),
                StepOption.optional("trim_value", Kind.TEXT, "", "Characters taken off both ends of values."),
                StepOption.optional("remove_char_key", Kind.TEXT, "", "Characters taken out of keys."),
                StepOption.optional("remove_char_value", Kind.TEXT, "", "Characters taken out of values."),
                StepOption.choice("transform_key", TRANSFORMS, "", "What is done to keys."),
                StepOption.choice("transform_value", TRANSFORMS, "", "What is done to values."),
                StepOption.optional("allow_duplicate_values", Kind.BOOLEAN, "true", "Whether equal pairs are kept."),
                StepOption.optional(
                        "allow_empty_values", Kind.BOOLEAN, "false", "Whether pairs without a value are kept."),
                StepOption.optional(
                        "include_brackets",
                        Kind.BOOLEAN,
                        "true",
                        "Whether brackets around values are taken off, as quotes are."),
                StepOption.optional(
                        "recursive", Kind.BOOLEAN, "false", "Whether values that hold pairs become objects."),
                StepOption.choice(
                        "whitespace",
                        List.of("lenient", "strict"),
                        "lenient",
                        "Whether blanks may stand around what is between key and value."),
                StepOption.optional("timeout_millis", Kind.INTEGER, "100", "How long one text may take."));
    }

    private KvStep(StepOptions options, StepContext context) throws OptionFault {
        int millis = options.integer("timeout_millis", TIMEOUT_MILLIS, 1, MOST_MILLIS);
        field = options.field("field", "message");
        target = options.field("target").orElse(null);
        prefix = options.template("prefix").orElse(FieldText.constant(""));
        pattern = KvPattern.of(options, context.watch(), millis);
        keyEdit = KvEdit.of("key", options, context.watch(), millis);
        valueEdit = KvEdit.of("value", options, context.watch(), millis);
        includeKeys = List.copyOf(options.templates("include_keys"));
        excludeKeys = List.copyOf(options.templates("exclude_keys"));
        defaults = options.map("default_keys");
        allowDuplicates = options.flag("allow_duplicate_values", true);
        allowEmpty = options.flag("allow_empty_values", false);
        recursive = options.flag("recursive", false);
    }

    /** What holds for all pairs of an event. */
    private record Keys(Set<String> included, Set<String> excluded, String prefix) {
        boolean takes(String key) {
            return (included.isEmpty() || included.contains(key)) && !excluded.contains(key);
        }
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        Object source = event.get(field);
        Map<String, Object> pairs = new LinkedHashMap<>();
        if (source instanceof String text) {
            read(text, keys(event), pairs);
        } else if (source instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof String text) {
                    read(text, keys(event), pairs);
                }
            }
        }
        for (Map.Entry<String, Object> each : defaults.entrySet()) {
            pairs.putIfAbsent(each.getKey(), each.getValue());
        }
        if (pairs.isEmpty()) {
            return Outcome.NOTHING;
        }
        if (target != null) {
            event.set(target, pairs);
        } else {
            for (Map.Entry<String, Object> each : pairs.entrySet()) {
                EventField.set(event, each.getKey(), Values.json(each.getValue()));
            }
        }
        return Outcome.DONE;
    }

    private Keys keys(EventTree event) {
        return new Keys(texts(includeKeys, event), texts(excludeKeys, event), prefix.of(event));
    }

    private static Set<String> texts(List<FieldText> templates, EventTree event) {
        if (templates.isEmpty()) {
            return Set.of();
        }
        Set<String> texts = new HashSet<>();
        templates.forEach(template -> texts.add(template.of(event)));
        return texts;
    }

    private void read(String text, Keys keys, Map<String, Object> pairs) throws StepFailure {
        for (KvPattern.Pair pair : pattern.pairs(text)) {
            String value = pair.value();
            if (value == null || value.isEmpty()) {
                if (!allowEmpty) {
                    continue;
                }
                value = "";
            }
            String key = keyEdit.of(pair.key());
            if (keys.takes(key)) {
                add(keys.prefix + key, valueEdit.of(value), keys, pairs);
            }
        }
    }

    private void add(String key, String value, Keys keys, Map<String, Object> pairs) throws StepFailure {
        Object there = pairs.get(key);
        boolean known = there instanceof List<?> list ? list.contains(value) : value.equals(there);
        if (known && !allowDuplicates) {
            return;
        }
        Object added = recursive ? inner(value, keys) : value;
        if (there == null) {
            pairs.put(key, added);
        } else if (there instanceof List<?> list) {
            @SuppressWarnings("unchecked")
            List<Object> values = (List<Object>) list;
            values.add(added);
        } else {
            pairs.put(key, new ArrayList<>(List.of(there, added)));
        }
    }

    private Object inner(String value, Keys keys) throws StepFailure {
        Map<String, Object> inner = new LinkedHashMap<>();
        read(value, keys, inner);
        return inner.isEmpty() ? value : inner;
    }
}
