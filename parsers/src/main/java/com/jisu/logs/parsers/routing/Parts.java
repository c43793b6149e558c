package com.jisu.logs.parsers.routing;

import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.Outcome;
import com.jisu.logs.parsers.steps.Step;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.Family;
import com.jisu.logs.parsers.tree.FieldPath;
import com.jisu.logs.parsers.tree.StepFailure;
import com.jisu.logs.parsers.tree.Values;
import java.util.ArrayList;
import java.util.List;

/** Makes an event of each part of a field. */
final class Parts implements Step {

    private final FieldPath field;
    private final FieldPath target;
    private final String terminator;
    private final boolean moves;
    private final boolean removes;

    Parts(StepOptions options) throws OptionFault {
        field = options.field("field", "message");
        target = options.field("target").orElse(field);
        terminator = options.text("terminator", "\n");
        if (terminator.isEmpty()) {
            throw new OptionFault("terminator", "must be a text that stands between parts");
        }
        if (!target.equals(field) && (isInside(target, field) || isInside(field, target))) {
            throw new OptionFault("target", "can not be inside of " + field + ", nor the other way round");
        }
        moves = target.equals(field);
        removes = !moves && !options.flag("keep_source", true);
    }

    private static boolean isInside(FieldPath inner, FieldPath outer) {
        for (int i = 0; i < outer.length(); i++) {
            if (i >= inner.length() || !inner.name(i).equals(outer.name(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        JsonValue whole = event.value(field);
        List<JsonValue> parts = parts(whole);
        if (parts.isEmpty()) {
            return Outcome.NOTHING;
        }
        long source = SplitEvent.size(whole);
        long rest = SplitEvent.size(event.root()) - (moves || removes ? source : 0);
        SplitEvent.admit(event, parts.size(), parts.size() * rest + source);
        event.set(target, parts.get(0)); // fails before anything is changed, if it does
        if (removes) {
            event.remove(field);
        }
        for (JsonValue part : parts) {
            event.set(target, Values.json(null)); // so that no part is copied to all of them
            event.copy().set(target, part);
        }
        event.set(target, moves ? whole : parts.get(0));
        event.drop();
        return Outcome.DONE;
    }

    /** What is to be an event; empty if the event stays as it is. */
    private List<JsonValue> parts(JsonValue whole) throws StepFailure {
        if (whole instanceof Leaf leaf && leaf.isString()) {
            return between(leaf.text());
        }
        boolean list = JsonArray.isOne(whole);
        if (!list) {
            throw new StepFailure(field + " is neither a text nor a list", List.of(SplitEvent.NO_PARTS));
        }
        List<JsonValue> parts = new ArrayList<>();
        for (JsonValue each : JsonArray.elements(whole)) {
            if (!isEmpty(each)) {
                parts.add(each);
            }
        }
        return parts;
    }

    private List<JsonValue> between(String text) {
        List<JsonValue> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(terminator); at >= 0; at = text.indexOf(terminator, from)) {
            add(text.substring(from, at), parts);
            from = at + terminator.length();
            if (parts.size() > Family.MOST_EVENTS) {
                return parts; // too many already
            }
        }
        if (from > 0) {
            add(text.substring(from), parts);
        }
        return parts;
    }

    private static void add(String part, List<JsonValue> parts) {
        if (!part.isEmpty()) {
            parts.add(Leaf.text(part));
        }
    }

    private static boolean isEmpty(JsonValue value) {
        JsonValue opened = Values.opened(value);
        if (opened instanceof JsonObject object) {
            return object.size() == 0;
        }
        if (opened instanceof Leaf leaf && leaf.kind() != Leaf.Kind.ARRAY) {
            return leaf.kind() == Leaf.Kind.NULL
                    || leaf.isString() && leaf.text().isEmpty();
        }
        return JsonArray.elements(opened).isEmpty();
    }
}
