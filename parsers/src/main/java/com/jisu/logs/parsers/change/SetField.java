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
import com.jisu.logs.parsers.tree.FieldPath;
import com.jisu.logs.parsers.tree.StepFailure;
import java.util.ArrayList;
import java.util.List;

/** Gives fields values. */
final class SetField implements Step {

    static final StepType TYPE = new StepType(
            "set",
            "Gives a field a value.",
            List.of(
                    StepOption.optional("field", Kind.FIELD, "", "The field; its name may have fields in it."),
                    StepOption.optional("value", Kind.VALUE, "null", "The value. Texts in it may have fields in them."),
                    StepOption.optional("fields", Kind.VALUE_MAP, "", "Several of them instead, in this order."),
                    StepOption.optional(
                            "override", Kind.BOOLEAN, "true", "If false: only where the field is missing or null."),
                    StepOption.optional(
                            "only_if_present", Kind.BOOLEAN, "false", "Only where the field is there, be it null."),
                    StepOption.optional("only_if_null", Kind.BOOLEAN, "false", "Only where the field is null.")),
            List.of(ChangeSteps.FAILURE),
            null,
            SetField::new);

    /** Where a field is set. */
    private enum Where {
        EVERYWHERE,
        UNLESS_PRESENT,
        IF_THERE,
        IF_NULL
    }

    private record Value(FieldName field, ValueText value) {}

    private final List<Value> values;
    private final Where where;

    private SetField(StepOptions options, StepContext context) throws OptionFault {
        List<Value> all = new ArrayList<>();
        for (Assignment each : Assignment.all(options, "value")) {
            all.add(new Value(each.fieldName(), ValueText.of(each.option(), each.value())));
        }
        values = List.copyOf(all);
        where = where(options);
    }

    private static Where where(StepOptions options) throws OptionFault {
        List<Where> chosen = new ArrayList<>();
        if (!options.flag("override", true)) {
            chosen.add(Where.UNLESS_PRESENT);
        }
        if (options.flag("only_if_present", false)) {
            chosen.add(Where.IF_THERE);
        }
        if (options.flag("only_if_null", false)) {
            chosen.add(Where.IF_NULL);
        }
        if (chosen.size() > 1) {
            throw new OptionFault("", "can have only one of override: false, only_if_present and only_if_null");
        }
        return chosen.isEmpty() ? Where.EVERYWHERE : chosen.get(0);
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        boolean done = false;
        for (Value each : values) {
            FieldPath field = each.field.of(event);
            if (isSet(event, field)) {
                event.set(field, each.value.of(event));
                done = true;
            }
        }
        return done ? Outcome.DONE : Outcome.NOTHING;
    }

    private boolean isSet(EventTree event, FieldPath field) {
        return switch (where) {
            case EVERYWHERE -> true;
            case UNLESS_PRESENT -> !event.isPresent(field);
            case IF_THERE -> event.has(field);
            case IF_NULL -> event.has(field) && !event.isPresent(field);
        };
    }
}
