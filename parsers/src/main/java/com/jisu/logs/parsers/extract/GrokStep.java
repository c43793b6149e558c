package com.jisu.logs.parsers.extract;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.json.JsonArray;
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
import com.jisu.logs.parsers.tree.StepFailure;
import com.jisu.logs.parsers.tree.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.joni.Region;

/** Takes texts apart by grok patterns, as Logstash's filter does. Immutable, and shared by all threads. */
final class GrokStep implements Step {

    private static final String REPLACE = "replace";
    private static final String APPEND = "append";
    private static final int LONGEST_LIMIT = 60_000;
    private static final int LIMIT = 100;
    private static final JsonValue NOTHING = Values.json(null);

    /** A field, and what it is matched against. */
    private record Source(FieldPath field, GrokPattern[] patterns) {}

    private final Source[] sources;
    private final boolean breakOnMatch;
    private final boolean keepEmpty;
    private final boolean appends;

    private GrokStep(List<Source> sources, boolean breakOnMatch, boolean keepEmpty, boolean appends) {
        this.sources = sources.toArray(Source[]::new);
        this.breakOnMatch = breakOnMatch;
        this.keepEmpty = keepEmpty;
        this.appends = appends;
    }

    static StepType type() {
        return new StepType(
                "grok",
                "Takes a text apart by grok patterns: regular expressions with names.",
                List.of(
                        StepOption.optional("field", Kind.FIELD, "message", "The text."),
                        StepOption.optional(
                                "patterns", Kind.TEXTS, "", "Tried in their order; the first that matches counts."),
                        StepOption.optional(
                                "fields", Kind.TEXTS_MAP, "", "Instead of both: several fields with their patterns."),
                        StepOption.optional(
                                "pattern_definitions", Kind.TEXT_MAP, "", "Patterns for this step alone, by name."),
                        StepOption.optional(
                                "ecs_names",
                                Kind.BOOLEAN,
                                "true in the ECS schema, else false",
                                "Whether the program's patterns give fields the names of ECS, or Logstash's older ones."),
                        StepOption.optional("target", Kind.FIELD, "the event", "What the captures go into."),
                        StepOption.choice(
                                "existing",
                                List.of(REPLACE, APPEND),
                                REPLACE,
                                "What a capture does to a field that is there. With append all is as in Logstash: a dot in a "
                                        + "capture's name is part of the name, and a missing field is an empty text."),
                        StepOption.optional(
                                "overwrite", Kind.FIELDS, "", "With append: fields that are replaced all the same."),
                        StepOption.optional("break_on_match", Kind.BOOLEAN, "true", "Whether the first match ends it."),
                        StepOption.optional(
                                "keep_empty_captures",
                                Kind.BOOLEAN,
                                "false",
                                "Whether a capture of nothing makes a field of null or an empty text."),
                        StepOption.optional(
                                "named_captures_only",
                                Kind.BOOLEAN,
                                "true",
                                "Whether %{NAME} without a field makes none; else its field is NAME."),
                        StepOption.optional(
                                "timeout_millis", Kind.INTEGER, "100", "What the match of one pattern may take.")),
                List.of("_grokparsefailure"),
                "_groktimeout",
                GrokStep::make);
    }

    private static Step make(StepOptions options, StepContext context) throws OptionFault {
        Map<String, String> known =
                new LinkedHashMap<>(GrokLibrary.patterns(options.flag("ecs_names", context.schema() == Schema.ECS)));
        known.putAll(context.patterns());
        options.map("pattern_definitions").forEach((name, pattern) -> known.put(name, pattern.toString()));
        boolean appends = options.text("existing", REPLACE).equals(APPEND);
        GrokPattern.Reading reading = new GrokPattern.Reading(
                known,
                options.flag("named_captures_only", true),
                options.field("target").orElse(null),
                options.fields("overwrite"),
                appends,
                context.watch(),
                options.integer("timeout_millis", LIMIT, 1, LONGEST_LIMIT));
        return new GrokStep(
                sources(options, reading),
                options.flag("break_on_match", true),
                options.flag("keep_empty_captures", false),
                appends);
    }

    private static List<Source> sources(StepOptions options, GrokPattern.Reading reading) throws OptionFault {
        if (options.has("fields") == options.has("patterns")) {
            throw new OptionFault("", "needs either patterns or fields");
        }
        if (options.has("patterns")) {
            return List.of(source("patterns", options.field("field", "message"), options.texts("patterns"), reading));
        }
        if (options.has("field")) {
            throw new OptionFault("field", "must not stand beside fields");
        }
        List<Source> sources = new ArrayList<>();
        for (String name : options.map("fields").keySet()) {
            StepOptions each = new StepOptions(
                    Map.of("fields", name, "patterns", options.map("fields").get(name)));
            sources.add(source("fields", each.fields("fields").get(0), each.texts("patterns"), reading));
        }
        return List.copyOf(sources);
    }

    private static Source source(String option, FieldPath field, List<String> patterns, GrokPattern.Reading reading)
            throws OptionFault {
        if (patterns.isEmpty()) {
            throw new OptionFault(option, "must have at least one pattern");
        }
        List<GrokPattern> compiled = new ArrayList<>();
        for (String pattern : patterns) {
            compiled.add(GrokPattern.of(option, pattern, reading));
        }
        return new Source(field, compiled.toArray(GrokPattern[]::new));
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        boolean matched = false;
        for (Source source : sources) {
            if (matches(event, source, event.value(source.field))) {
                matched = true;
                if (breakOnMatch) {
                    break;
                }
            }
        }
        return matched ? Outcome.DONE : Outcome.FAILED;
    }

    private boolean matches(EventTree event, Source source, JsonValue value) throws StepFailure {
        if (JsonArray.isOne(value)) {
            boolean matched = false;
            for (JsonValue each : JsonArray.elements(value)) {
                matched |= matchesText(event, source, each);
            }
            return matched;
        }
        return matchesText(event, source, value);
    }

    private boolean matchesText(EventTree event, Source source, JsonValue value) throws StepFailure {
        if (!JsonValue.isPresent(value) && !appends) {
            return false;
        }
        Utf8Text text = appends ? Utf8Text.asInRuby(value) : Utf8Text.of(value);
        return matches(event, source, text.bytes(), text.from(), text.to());
    }

    /** Matches; with several patterns that all may, only the last one's match counts: so it is in Logstash. */
    private boolean matches(EventTree event, Source source, byte[] text, int from, int to) throws StepFailure {
        boolean matched = false;
        for (GrokPattern pattern : source.patterns) {
            Region groups = pattern.find(text, from, to);
            matched = groups != null;
            if (matched) {
                for (GrokCapture capture : pattern.captures()) {
                    store(event, capture, groups, text, from);
                }
                if (breakOnMatch) {
                    return true;
                }
            }
        }
        return matched;
    }

    private void store(EventTree event, GrokCapture capture, Region groups, byte[] text, int from) throws StepFailure {
        JsonValue all = null;
        boolean takesPart = false;
        for (int i = 0; i < capture.size(); i++) {
            JsonValue value = capture.value(i, groups, text, from);
            takesPart |= capture.takesPart(i, groups);
            if (appends) {
                JsonValue kept = value != null || !keepEmpty
                        ? value
                        : capture.takesPart(i, groups) ? Leaf.EMPTY_STRING : NOTHING;
                append(event, capture, kept);
            } else if (value != null) {
                all = all == null ? value : JsonArray.append(all, value);
            }
        }
        if (!appends && (all != null || keepEmpty)) {
            event.set(capture.field(), all != null ? all : takesPart ? Leaf.EMPTY_STRING : NOTHING);
        }
    }

    private static void append(EventTree event, GrokCapture capture, JsonValue value) throws StepFailure {
        if (value == null) {
            return;
        }
        JsonValue there = capture.overwrites() ? null : event.value(capture.field());
        if (!JsonValue.isPresent(there)) {
            event.set(capture.field(), value);
        } else if (there instanceof JsonArray || there instanceof Leaf leaf && isListOrText(leaf)) {
            event.set(capture.field(), JsonArray.append(there, value));
        }
    }

    private static boolean isListOrText(Leaf leaf) {
        return leaf.kind() == Leaf.Kind.ARRAY || leaf.isString();
    }
}
