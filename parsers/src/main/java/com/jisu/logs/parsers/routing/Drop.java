package com.jisu.logs.parsers.routing;

import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.Outcome;
import com.jisu.logs.parsers.steps.Step;
import com.jisu.logs.parsers.steps.StepContext;
import com.jisu.logs.parsers.steps.StepOption;
import com.jisu.logs.parsers.steps.StepOption.Kind;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.steps.StepType;
import com.jisu.logs.parsers.tree.EventTree;
import java.util.List;

/** Makes no document of an event, or of a share of them. */
final class Drop implements Step {

    static final StepType DROP = new StepType(
            "drop",
            "Makes no document of the event.",
            List.of(StepOption.optional(
                    "percentage", Kind.INTEGER, "100", "Of so many of a hundred events; which ones, their ids say.")),
            List.of(),
            null,
            Drop::percentage);

    static final StepType SAMPLE = new StepType(
            "sample",
            "Makes documents of a share of all events only. Which ones, their ids say: when they are read again, it is the same ones, and"
                    + " of two such steps the smaller share counts.",
            List.of(StepOption.required("keep", Kind.NUMBER, "The share that stays, from 0 to 1.")),
            List.of(),
            null,
            Drop::sample);

    private static final int HUNDRED = 100;
    private static final int OF_DROP = 1;
    private static final int OF_SAMPLE = 2;

    private final double kept;
    private final int purpose;

    private Drop(double kept, int purpose) {
        this.kept = kept;
        this.purpose = purpose;
    }

    private static Step percentage(StepOptions options, StepContext context) throws OptionFault {
        return new Drop(1 - options.integer("percentage", HUNDRED, 0, HUNDRED) / (double) HUNDRED, OF_DROP);
    }

    private static Step sample(StepOptions options, StepContext context) throws OptionFault {
        double keep = options.number("keep", 1);
        if (!(keep >= 0 && keep <= 1)) {
            throw new OptionFault("keep", "must be from 0 to 1, not " + options.value("keep"));
        }
        return new Drop(keep, OF_SAMPLE);
    }

    @Override
    public Outcome apply(EventTree event) {
        if (IdShare.of(event.id(), purpose) < kept) {
            return Outcome.NOTHING;
        }
        event.drop();
        return Outcome.DONE;
    }
}
