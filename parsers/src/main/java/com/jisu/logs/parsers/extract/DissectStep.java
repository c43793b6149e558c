package com.jisu.logs.parsers.extract;

import com.jisu.logs.parsers.json.JsonValue;
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
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes texts apart by the texts between fields, as Logstash's dissect does. Immutable, and shared by all threads. */
final class DissectStep implements Step {

    private static final String INT = "int";
    private static final String FLOAT = "float";

    /** Digits of a number that is made of a text such as 1e99. */
    private static final int MOST_DIGITS = 300;

    /** A field, and its pattern. */
    private record Source(FieldPath field, DissectPattern pattern) {}

    /** A field that becomes a number. */
    private record Conversion(String name, FieldPath field, String type) {}

    private final List<Source> sources;
    private final List<Conversion> conversions;

    private DissectStep(List<Source> sources, List<Conversion> conversions) {
        this.sources = List.copyOf(sources);
        this.conversions = List.copyOf(conversions);
    }

    static StepType type() {
        return new StepType(
                "dissect",
                "Takes a text apart by what stands between its fields.",
                List.of(
                        StepOption.optional("field", Kind.FIELD, "message", "The text."),
                        StepOption.optional(
                                "pattern",
                                Kind.TEXT,
                                "",
                                "Its form: %{name}, %{name->} before blanks, %{+name/2}, %{?name}, %{&name}, %{}."),
                        StepOption.optional(
                                "patterns", Kind.TEXT_MAP, "", "Instead of both: several fields with their patterns."),
                        StepOption.optional("convert", Kind.TEXT_MAP, "", "Fields that become numbers: int or float."),
                        StepOption.optional(
                                "append_separator",
                                Kind.TEXT,
                                "what stands before the field",
                                "What joins the values of %{+name}.")),
                List.of("_dissectfailure"),
                null,
                DissectStep::make);
    }

    private static Step make(StepOptions options, StepContext context) throws OptionFault {
        if (options.has("patterns") == options.has("pattern")) {
            throw new OptionFault("", "needs either pattern or patterns");
        }
        String separator = options.has("append_separator") ? options.text("append_separator") : null;
        List<Source> sources = new ArrayList<>();
        if (options.has("pattern")) {
            sources.add(new Source(
                    options.field("field", "message"),
                    DissectPattern.of("pattern", options.text("pattern"), separator)));
        }
        for (Map.Entry<String, Object> each : options.map("patterns").entrySet()) {
            sources.add(new Source(
                    path("patterns", each.getKey()),
                    DissectPattern.of("patterns", each.getValue().toString(), separator)));
        }
        List<Conversion> conversions = new ArrayList<>();
        for (Map.Entry<String, Object> each : options.map("convert").entrySet()) {
            String type = each.getValue().toString();
            if (!type.equals(INT) && !type.equals(FLOAT)) {
                throw new OptionFault("convert", "must be int or float, not " + type);
            }
            FieldPath field = path("convert", each.getKey());
            conversions.add(new Conversion(name(field), field, type));
        }
        return new DissectStep(sources, conversions);
    }

    /** As Logstash names it in tags. */
    private static String name(FieldPath field) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            name.append('[').append(field.name(i)).append(']');
        }
        return field.length() == 1 ? field.name(0) : name.toString();
    }

    private static FieldPath path(String option, String name) throws OptionFault {
        return new StepOptions(Map.of(option, name)).field(option, name);
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        boolean done = false;
        boolean failed = false;
        for (Source source : sources) {
            JsonValue value = event.value(source.field);
            if (value != null) {
                boolean applied = JsonValue.isPresent(value) && dissect(event, source, value);
                done |= applied;
                failed |= !applied;
            }
        }
        List<String> tags = convert(event);
        if (failed) {
            throw new StepFailure("the text is not of the pattern's form", tags);
        }
        tags.forEach(event::tag);
        return done ? Outcome.DONE : Outcome.NOTHING;
    }

    private static boolean dissect(EventTree event, Source source, JsonValue value) throws StepFailure {
        Utf8Text text = Utf8Text.of(value);
        return source.pattern.apply(event, text.bytes(), text.from(), text.to());
    }

    /** Makes numbers, and gives the tags of those fields that are none. */
    private List<String> convert(EventTree event) throws StepFailure {
        if (conversions.isEmpty()) {
            return List.of();
        }
        List<String> tags = new ArrayList<>(0);
        for (Conversion each : conversions) {
            JsonValue value = event.value(each.field);
            Object number = JsonValue.isPresent(value) ? number(Values.text(Values.java(value)), each.type) : null;
            if (number != null) {
                event.set(each.field, number);
            } else {
                String why = JsonValue.isPresent(value) ? "uncoercible" : "nullvalue";
                tags.add("_dataconversion" + why + "_" + each.name + "_" + each.type);
            }
        }
        return tags;
    }

    /** The number that a text is; null if it is none. */
    private static Object number(String text, String type) {
        if (text.length() > MOST_DIGITS) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(text);
            if (Math.abs((long) number.precision() - number.scale()) > MOST_DIGITS || number.scale() > MOST_DIGITS) {
                return null;
            }
            return type.equals(INT) ? number.toBigInteger() : number;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
