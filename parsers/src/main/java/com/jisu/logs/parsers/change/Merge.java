package com.jisu.logs.parsers.change;

import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
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
import java.util.ArrayList;
import java.util.List;

/** Adds the elements of lists, or the members of objects, to those of a field, as Logstash's {@code merge} does. */
final class Merge implements Step {

    static final StepType TYPE = new StepType(
            "merge",
            "Adds the elements of other fields to a field, which is a list then; or the members of objects to an object. An object and"
                    + " a list are left as they are.",
            List.of(
                    StepOption.required("field", Kind.FIELD, "The field that gets them. If it is missing, it is made."),
                    StepOption.required("from", Kind.FIELDS, "The fields that have them; they stay.")),
            List.of(ChangeSteps.FAILURE),
            null,
            Merge::new);

    private final FieldPath field;
    private final List<FieldPath> from;

    private Merge(StepOptions options, StepContext context) throws OptionFault {
        field = options.field("field").orElseThrow();
        from = options.fields("from");
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        boolean done = false;
        for (FieldPath each : from) {
            done |= merge(event, each);
        }
        return done ? Outcome.DONE : Outcome.NOTHING;
    }

    private boolean merge(EventTree event, FieldPath added) throws StepFailure {
        JsonValue mine = Values.opened(event.value(field));
        JsonValue others = Values.opened(event.value(added));
        if (mine instanceof JsonObject object && others instanceof JsonObject more) {
            JsonObject copy = (JsonObject) Values.copy(more); // it may be the same one, or inside of it
            for (int i = 0; i < copy.size(); i++) {
                object.put(copy.key(i), copy.value(i));
            }
            event.set(field, object);
            return true;
        }
        if (mine instanceof JsonObject || others instanceof JsonObject) {
            return false;
        }
        List<JsonValue> all = new ArrayList<>(elements(mine));
        elements(others).forEach(each -> all.add(Values.copy(each)));
        event.set(field, new JsonArray(all));
        return true;
    }

    private static List<JsonValue> elements(JsonValue value) {
        return JsonValue.isPresent(value) ? JsonArray.elements(value) : List.of();
    }
}
