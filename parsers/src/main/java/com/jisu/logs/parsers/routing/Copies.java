package com.jisu.logs.parsers.routing;

import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.Outcome;
import com.jisu.logs.parsers.steps.Step;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.Family;
import com.jisu.logs.parsers.tree.FieldPath;
import com.jisu.logs.parsers.tree.StepFailure;
import java.util.List;

/** Makes copies of an event, each with a name of its own in a field. */
final class Copies implements Step {

    private static final FieldPath TAGS = FieldPath.of("tags");

    private final List<String> names;
    private final FieldPath mark;

    Copies(List<String> names, FieldPath mark) throws OptionFault {
        this.names = names;
        this.mark = mark;
        if (names.isEmpty() || names.size() > Family.MOST_EVENTS) {
            throw new OptionFault("copies", "must be names, " + Family.MOST_EVENTS + " at most");
        }
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        SplitEvent.admit(event, names.size(), names.size() * SplitEvent.size(event.root()));
        for (String name : names) {
            EventTree copy = event.copy();
            try {
                mark(copy, name);
            } catch (StepFailure e) {
                copy.drop();
                throw e;
            }
        }
        return Outcome.DONE;
    }

    private void mark(EventTree copy, String name) throws StepFailure {
        if (mark.equals(TAGS)) {
            copy.tag(name);
            return;
        }
        JsonValue there = copy.value(mark);
        boolean list = JsonArray.isOne(there);
        copy.set(mark, list ? JsonArray.append(there, Leaf.text(name)) : name);
    }
}
