package com.jisu.logs.parsers.lookup;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
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
import com.jisu.logs.parsers.tree.RubyText;
import com.jisu.logs.parsers.tree.StepFailure;
import com.jisu.logs.parsers.tree.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Replaces values by what a dictionary has for them, as Logstash's translate does. */
final class TranslateStep implements Step {

    static final StepType TYPE = new StepType(
            "translate",
            "Looks a value up in a dictionary, which stands in the rules or in a file.",
            options(),
            List.of("_translatefailure"),
            "_translatetimeout",
            TranslateStep::new);

    private static final int REFRESH_SECONDS = 300;
    private static final int TIMEOUT_MILLIS = 100;
    private static final int MOST_MILLIS = 60_000;

    private final FieldPath field;
    private final FieldPath target;
    private final FieldPath iterateOn;
    private final boolean override;
    private final boolean inPlace;
    private final FieldText fallback;
    private final Dictionary constant;
    private final WatchedFile<Dictionary> file;

    private static List<StepOption> options() {
        return List.of(
                StepOption.required("field", Kind.FIELD, "The field with the value; of a list the first one."),
                StepOption.optional(
                        "target",
                        Kind.FIELD,
                        "the field itself, or translation in the schema logstash",
                        "The field that takes the translation."),
                StepOption.optional("dictionary", Kind.VALUE, "", "From texts to values."),
                StepOption.optional(
                        "file",
                        Kind.TEXT,
                        "",
                        "A file in the dictionary's stead: .yml, .json, or .csv of two columns. It is read again when it changes."),
                StepOption.optional(
                        "refresh_seconds",
                        Kind.INTEGER,
                        "300",
                        "How often the file is looked at for changes; 0 for never."),
                StepOption.choice(
                        "refresh_behaviour",
                        List.of("replace", "merge"),
                        "replace",
                        "Whether entries that are no longer in the file go, or stay."),
                StepOption.optional(
                        "fallback", Kind.TEMPLATE, "", "What stands for values that are not in the dictionary."),
                StepOption.optional(
                        "override",
                        Kind.BOOLEAN,
                        "true where the target is the field",
                        "Whether a target that is there is overwritten."),
                StepOption.optional(
                        "exact",
                        Kind.BOOLEAN,
                        "true",
                        "Whether a key is the whole value; without, keys are replaced wherever they stand in it."),
                StepOption.optional(
                        "regex",
                        Kind.BOOLEAN,
                        "false",
                        "Whether keys are regular expressions, of which the first that matches counts."),
                StepOption.optional(
                        "iterate_on",
                        Kind.FIELD,
                        "",
                        "A list whose elements are all looked up: the field itself, or a list of objects which field and target are in."),
                StepOption.optional(
                        "timeout_millis", Kind.INTEGER, "100", "How long one regular expression may take."));
    }

    private TranslateStep(StepOptions options, StepContext context) throws OptionFault {
        field = options.field("field", "");
        iterateOn = options.field("iterate_on").orElse(null);
        target = options.has("target")
                ? options.field("target", "")
                : context.schema() == Schema.ECS ? field : FieldPath.of("translation");
        inPlace = target.equals(field);
        override = options.flag("override", inPlace);
        fallback = options.template("fallback").orElse(null);
        if (options.has("dictionary") == options.has("file")) {
            throw new OptionFault("dictionary", "must be there, or file, and not both");
        }
        Dictionary.Comparison comparison = !options.flag("exact", true)
                ? Dictionary.Comparison.PARTS
                : options.flag("regex", false) ? Dictionary.Comparison.REGEX : Dictionary.Comparison.EXACT;
        int millis = options.integer("timeout_millis", TIMEOUT_MILLIS, 1, MOST_MILLIS);
        constant = options.has("file")
                ? null
                : Dictionary.of("dictionary", entries(options), comparison, context.watch(), millis);
        file = options.has("file") ? file(options, comparison, context, millis) : null;
    }

    private static Map<String, JsonValue> entries(StepOptions options) throws OptionFault {
        if (!(options.value("dictionary") instanceof Map<?, ?>)) {
            throw new OptionFault("dictionary", "must be a map from texts to values");
        }
        Map<String, JsonValue> entries = new LinkedHashMap<>();
        for (Map.Entry<String, Object> each : options.map("dictionary").entrySet()) {
            try {
                entries.put(each.getKey(), Values.json(each.getValue()));
            } catch (IllegalArgumentException e) {
                throw new OptionFault("dictionary", "has a value that must be in quotes: that of " + each.getKey());
            }
        }
        return entries;
    }

    private static WatchedFile<Dictionary> file(
            StepOptions options, Dictionary.Comparison comparison, StepContext context, int millis) throws OptionFault {
        String name = options.text("file");
        Function<String, Map<String, JsonValue>> reader = DictionaryFile.reader(name);
        if (reader == null) {
            throw new OptionFault("file", "must end with .yml, .yaml, .json or .csv, not be " + name);
        }
        boolean merge = options.text("refresh_behaviour", "replace").equals("merge");
        return new WatchedFile<>(
                "file",
                context.folder().resolve(name),
                options.integer("refresh_seconds", REFRESH_SECONDS, 0, Integer.MAX_VALUE),
                System::nanoTime,
                (text, before) -> {
                    Map<String, JsonValue> entries = reader.apply(text);
                    try {
                        return Dictionary.of(
                                "file",
                                merge && before != null ? Dictionary.merged(before.entries(), entries) : entries,
                                comparison,
                                context.watch(),
                                millis);
                    } catch (OptionFault e) {
                        throw new IllegalArgumentException("a key " + e.getMessage(), e);
                    }
                });
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        Dictionary dictionary = constant == null ? file.get() : constant;
        boolean done;
        if (iterateOn != null && !iterateOn.equals(field)) {
            done = objects(event, dictionary);
        } else if (!event.has(field) || !override && event.has(target)) {
            return Outcome.NOTHING;
        } else {
            done = iterateOn == null ? one(event, dictionary) : each(event, dictionary);
        }
        return done || inPlace ? Outcome.DONE : Outcome.NOTHING;
    }

    private boolean one(EventTree event, Dictionary dictionary) throws StepFailure {
        JsonValue value = event.value(field);
        if (JsonArray.isOne(value)) {
            List<JsonValue> elements = JsonArray.elements(value);
            value = elements.isEmpty() ? null : elements.get(0);
        }
        JsonValue translated = translated(value, event, dictionary);
        if (translated == null) {
            return false;
        }
        event.set(target, translated);
        return true;
    }

    /** What the dictionary has for a value, or the fallback; null if there is neither. */
    private JsonValue translated(JsonValue value, EventTree event, Dictionary dictionary) throws StepFailure {
        String text = value instanceof Leaf leaf && leaf.isString() ? leaf.text() : RubyText.text(Values.java(value));
        JsonValue found = dictionary.find(text);
        if (found != null) {
            return Values.copy(found);
        }
        return fallback == null ? null : Leaf.text(fallback.of(event));
    }

    /** Each element of a list of values has its translation, or null, at its place in the target. */
    private boolean each(EventTree event, Dictionary dictionary) throws StepFailure {
        JsonValue list = event.value(field);
        List<JsonValue> translations = new ArrayList<>();
        boolean any = false;
        for (JsonValue element : JsonValue.isPresent(list) ? JsonArray.elements(list) : List.<JsonValue>of()) {
            JsonValue translated = translated(element, event, dictionary);
            any |= translated != null;
            translations.add(translated == null ? Values.json(null) : translated);
        }
        event.set(target, new JsonArray(translations));
        return any;
    }

    private boolean objects(EventTree event, Dictionary dictionary) throws StepFailure {
        JsonValue list = event.value(iterateOn);
        if (!JsonArray.isOne(list)) {
            return false;
        }
        List<JsonValue> elements = new ArrayList<>(JsonArray.elements(list));
        boolean any = false;
        for (JsonValue element : elements) {
            if (element instanceof JsonObject object) {
                any |= inside(object, event, dictionary);
            }
        }
        if (any) {
            event.set(iterateOn, new JsonArray(elements));
        }
        return any;
    }

    private boolean inside(JsonObject object, EventTree event, Dictionary dictionary) throws StepFailure {
        EventTree element = new EventTree(object, event.id(), event.arrivalMillis());
        JsonValue value = element.value(field);
        JsonValue translated = JsonValue.isPresent(value) ? translated(value, event, dictionary) : null;
        if (translated != null) {
            element.set(target, translated);
        }
        return translated != null;
    }
}
