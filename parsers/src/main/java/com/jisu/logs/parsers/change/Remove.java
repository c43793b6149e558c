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
import com.jisu.logs.parsers.tree.FieldName;
import com.jisu.logs.parsers.tree.StepFailure;
import java.util.ArrayList;
import java.util.List;

/** Takes fields out. The objects that they were in stay, empty ones too. */
final class Remove implements Step {

    static final StepType TYPE = new StepType(
            "remove",
            "Takes fields out.",
            List.of(StepOption.required("fields", Kind.FIELDS, "The fields; their names may have fields in them.")),
            List.of(ChangeSteps.FAILURE),
            null,
            Remove::new);

    private final List<FieldName> fields;

    private Remove(StepOptions options, StepContext context) throws OptionFault {
        List<FieldName> all = new ArrayList<>();
        for (String each : options.texts("fields")) {
            all.add(Assignment.name("fields", each));
        }
        fields = List.copyOf(all);
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        boolean removed = false;
        for (FieldName field : fields) {
            removed |= event.remove(field.of(event)) != null;
        }
        return removed ? Outcome.DONE : Outcome.NOTHING;
    }
}
