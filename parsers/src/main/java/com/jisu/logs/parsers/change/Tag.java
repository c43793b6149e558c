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
import com.jisu.logs.parsers.tree.FieldText;
import java.util.List;

/** Adds tags and takes them away. */
final class Tag implements Step {

    static final StepType TYPE = new StepType(
            "tag",
            "Adds tags to the event and takes others away.",
            List.of(
                    StepOption.optional(
                            "add",
                            Kind.TEMPLATES,
                            "",
                            "Tags to add, whether they are there or not. Fields may be in them."),
                    StepOption.optional(
                            "remove",
                            Kind.TEMPLATES,
                            "",
                            "Tags to take away, wherever they stand; after those to add.")),
            List.of(),
            null,
            Tag::new);

    private final List<FieldText> added;
    private final List<FieldText> removed;

    private Tag(StepOptions options, StepContext context) throws OptionFault {
        added = options.templates("add");
        removed = options.templates("remove");
        if (added.isEmpty() && removed.isEmpty()) {
            throw new OptionFault("", "must have add or remove");
        }
    }

    @Override
    public Outcome apply(EventTree event) {
        for (FieldText tag : added) {
            event.addTag(tag.of(event));
        }
        boolean taken = false;
        for (FieldText each : removed) {
            String tag = each.of(event);
            if (event.hasTag(tag)) {
                event.removeTag(tag);
                taken = true;
            }
        }
        return taken || !added.isEmpty() ? Outcome.DONE : Outcome.NOTHING;
    }
}
