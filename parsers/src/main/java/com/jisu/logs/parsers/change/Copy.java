package com.jisu.logs.parsers.change;

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
import com.jisu.logs.parsers.tree.FieldName;
import com.jisu.logs.parsers.tree.FieldPath;
import com.jisu.logs.parsers.tree.StepFailure;
import com.jisu.logs.parsers.tree.Values;
import java.util.ArrayList;
import java.util.List;

/** Sets fields to the values of others. */
final class Copy implements Step {

    static final StepType TYPE = new StepType(
            "copy",
            "Sets a field to the value of another; what was there before is gone. A missing or null one is not copied.",
            List.of(
                    StepOption.optional("field", Kind.FIELD, "", "The field whose value it is."),
                    StepOption.optional(
                            "to", Kind.FIELD, "", "The field that gets it; its name may have fields in it."),
                    StepOption.optional("fields", Kind.FIELD_MAP, "", "Several of them instead, in this order.")),
            List.of(ChangeSteps.FAILURE),
            null,
            Copy::new);

    private record Pair(FieldPath from, FieldName to) {}

    private final List<Pair> pairs;

    private Copy(StepOptions options, StepContext context) throws OptionFault {
        List<Pair> all = new ArrayList<>();
        for (Assignment each : Assignment.all(options, "to")) {
            all.add(new Pair(each.path(), each.valueName()));
        }
        pairs = List.copyOf(all);
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        boolean done = false;
        for (Pair pair : pairs) {
            JsonValue value = event.value(pair.from);
            if (JsonValue.isPresent(value)) {
                event.set(pair.to.of(event), Values.copy(value));
                done = true;
            }
        }
        return done ? Outcome.DONE : Outcome.NOTHING;
    }
}
