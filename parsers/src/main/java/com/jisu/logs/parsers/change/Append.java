package com.jisu.logs.parsers.change;

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
import com.jisu.logs.parsers.tree.FieldName;
import com.jisu.logs.parsers.tree.FieldPath;
import com.jisu.logs.parsers.tree.StepFailure;
import com.jisu.logs.parsers.tree.Values;
import java.util.ArrayList;
import java.util.List;

/** Adds values to fields, as Logstash's {@code add_field} does: where there is a value, there is a list afterwards. */
final class Append implements Step {

    static final StepType TYPE = new StepType(
            "append",
            "Adds a value to a field: to its list, or behind its value, which makes a list; a missing field is set to it.",
            List.of(
                    StepOption.optional("field", Kind.FIELD, "", "The field; its name may have fields in it."),
                    StepOption.optional(
                            "value",
                            Kind.VALUE,
                            "",
                            "The value, or a list of them, which are added in order. Texts may have fields in them."),
                    StepOption.optional("fields", Kind.VALUE_MAP, "", "Several of them instead, in this order."),
                    StepOption.optional(
                            "allow_duplicates", Kind.BOOLEAN, "true", "If false: what is there is not added again.")),
            List.of(ChangeSteps.FAILURE),
            null,
            Append::new);

    private record Added(FieldName field, List<ValueText> values) {}

    private final List<Added> added;
    private final boolean duplicates;

    private Append(StepOptions options, StepContext context) throws OptionFault {
        List<Added> all = new ArrayList<>();
        for (Assignment each : Assignment.all(options, "value")) {
            if (each.value() == null) {
                throw new OptionFault(each.option(), "must have a value for " + each.name());
            }
            List<ValueText> values = new ArrayList<>();
            for (Object value : each.value() instanceof List<?> list ? list : List.of(each.value())) {
                values.add(ValueText.of(each.option(), value));
            }
            all.add(new Added(each.fieldName(), List.copyOf(values)));
        }
        added = List.copyOf(all);
        duplicates = options.flag("allow_duplicates", true);
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        boolean done = false;
        for (Added each : added) {
            FieldPath field = each.field.of(event);
            for (ValueText value : each.values) {
                done |= append(event, field, Values.json(value.of(event)));
            }
        }
        return done ? Outcome.DONE : Outcome.NOTHING;
    }

    private boolean append(EventTree event, FieldPath field, JsonValue value) throws StepFailure {
        JsonValue there = event.value(field);
        if (there == null) {
            event.set(field, value);
            return true;
        }
        List<JsonValue> elements = elements(there);
        if (!duplicates && elements.stream().anyMatch(each -> JsonArray.isSame(each, value))) {
            return false;
        }
        elements.add(value);
        event.set(field, new JsonArray(elements));
        return true;
    }

    /** What is there as a list: nothing of null, and of an object its names with their values, as Ruby makes it. */
    private static List<JsonValue> elements(JsonValue there) {
        if (!JsonValue.isPresent(there)) {
            return new ArrayList<>();
        }
        if (!(Values.opened(there) instanceof JsonObject object)) {
            return new ArrayList<>(JsonArray.elements(there));
        }
        List<JsonValue> pairs = new ArrayList<>();
        for (int i = 0; i < object.size(); i++) {
            pairs.add(new JsonArray(List.of(Leaf.text(object.key(i).name()), object.value(i))));
        }
        return pairs;
    }
}
