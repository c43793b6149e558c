package com.jisu.logs.parsers.change;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes values of another kind, as Logstash's {@code convert} does: each element of a list, and neither null nor objects. */
final class Convert implements Step {

    private static final List<String> NAMES = Arrays.stream(Conversion.values())
            .map(each -> each.name().toLowerCase(Locale.ROOT))
            .toList();

    static final StepType TYPE = new StepType(
            "convert",
            "Makes a value of another kind: each element of a list. Null and objects stay. What can not be read fails, but for a"
                    + " boolean, which stays as it is.",
            List.of(
                    StepOption.optional("field", Kind.FIELD, "", "The field."),
                    StepOption.choice("type", NAMES, "", "What its value becomes. The _eu ones have a decimal comma."),
                    StepOption.optional(
                            "fields", Kind.TEXT_MAP, "", "Several fields with their types, in this order.")),
            List.of(ChangeSteps.FAILURE),
            null,
            Convert::new);

    private record Typed(FieldPath field, Conversion conversion) {}

    private final List<Typed> conversions;

    private Convert(StepOptions options, StepContext context) throws OptionFault {
        List<Typed> all = new ArrayList<>();
        for (Assignment each : Assignment.all(options, "type")) {
            String type = each.text();
            if (!NAMES.contains(type)) {
                throw new OptionFault(
                        each.option(), "must be one of " + String.join(", ", NAMES) + ", not '" + type + "'");
            }
            all.add(new Typed(each.path(), Conversion.valueOf(type.toUpperCase(Locale.ROOT))));
        }
        conversions = List.copyOf(all);
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        boolean done = false;
        for (Typed each : conversions) {
            done |= convert(event, each);
        }
        return done ? Outcome.DONE : Outcome.NOTHING;
    }

    private static boolean convert(EventTree event, Typed typed) throws StepFailure {
        if (!event.isPresent(typed.field)) {
            return false;
        }
        Object value = event.get(typed.field);
        if (value instanceof Map) {
            return false;
        }
        Object converted = value instanceof List<?> list ? elements(list, typed) : one(value, typed);
        if (!converted.equals(value)) {
            event.set(typed.field, converted);
            return true;
        }
        return typed.conversion != Conversion.BOOLEAN || value instanceof Boolean;
    }

    private static List<Object> elements(List<?> list, Typed typed) throws StepFailure {
        List<Object> converted = new ArrayList<>(list.size());
        for (Object each : list) {
            converted.add(each == null ? null : one(each, typed));
        }
        return converted;
    }

    private static Object one(Object value, Typed typed) throws StepFailure {
        try {
            return typed.conversion.of(value);
        } catch (StepFailure e) {
            throw new StepFailure(typed.field + " can not be converted: " + e.getMessage());
        }
    }
}
