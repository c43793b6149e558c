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

/** Gives fields other names. The objects that they were in stay, empty ones too. */
final class Rename implements Step {

    static final StepType TYPE = new StepType(
            "rename",
            "Gives a field another name; what had that name before is gone.",
            List.of(
                    StepOption.optional("field", Kind.FIELD, "", "The field."),
                    StepOption.optional("to", Kind.FIELD, "", "Its new name. Both names may have fields in them."),
                    StepOption.optional("fields", Kind.FIELD_MAP, "", "Several of them instead, in this order.")),
            List.of(ChangeSteps.FAILURE),
            null,
            Rename::new);

    private record Move(FieldName from, FieldName to) {}

    private final List<Move> moves;

    private Rename(StepOptions options, StepContext context) throws OptionFault {
        List<Move> all = new ArrayList<>();
        for (Assignment each : Assignment.all(options, "to")) {
            all.add(new Move(each.fieldName(), each.valueName()));
        }
        moves = List.copyOf(all);
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        boolean moved = false;
        for (Move move : moves) {
            moved |= event.move(move.from.of(event), move.to.of(event));
        }
        return moved ? Outcome.DONE : Outcome.NOTHING;
    }
}
