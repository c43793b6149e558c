package com.jisu.logs.parsers.change;

import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.steps.Outcome;
import com.jisu.logs.parsers.tree.StepFailure;
import com.jisu.logs.parsers.tree.Values;
import java.util.ArrayList;
import java.util.List;

/** The values of one event, redacted. Used by one thread. */
final class Redaction {

    /** Levels of lists and objects; what is deeper is replaced as a whole. */
    private static final int DEPTH = 100;

    private final List<Redact.Wanted> patterns;
    private final String with;
    private final Deadline deadline;
    private boolean done;
    private StepFailure failure;

    Redaction(List<Redact.Wanted> patterns, String with, Deadline deadline) {
        this.patterns = patterns;
        this.with = with;
        this.deadline = deadline;
    }

    /**
     * What it came to.
     *
     * @throws StepFailure if a text was replaced that could not be looked through; the last reason
     */
    Outcome outcome() throws StepFailure {
        if (failure != null) {
            throw failure;
        }
        return done ? Outcome.DONE : Outcome.NOTHING;
    }

    /** The value without secrets: the very same one if there is none in it, or if it is an object. */
    JsonValue of(JsonValue value) {
        return of(value, 0);
    }

    private JsonValue of(JsonValue value, int depth) {
        if (value instanceof Leaf leaf) {
            switch (leaf.kind()) {
                case STRING, TEXT, NUMBER:
                    return scalar(leaf);
                case BOOLEAN, NULL:
                    return value;
                default:
                    break;
            }
        }
        if (depth == DEPTH) {
            failure = new StepFailure("what is nested deeper than " + DEPTH + " levels is not looked through");
            return Leaf.text(with);
        }
        JsonValue opened = Values.opened(value);
        return opened instanceof JsonObject object ? members(object, value, depth) : elements(opened, depth);
    }

    private JsonValue scalar(Leaf leaf) {
        String text = leaf.text();
        String redacted = text(text);
        if (redacted == text) { // the very same one where nothing was found
            return leaf;
        }
        done = true;
        return Leaf.text(redacted);
    }

    private JsonValue members(JsonObject object, JsonValue asWritten, int depth) {
        boolean changed = false;
        for (int i = 0; i < object.size(); i++) {
            JsonValue value = object.value(i);
            JsonValue redacted = of(value, depth + 1);
            if (redacted != value) {
                object.put(object.key(i), redacted);
                changed = true;
            }
        }
        return changed ? object : asWritten;
    }

    private JsonValue elements(JsonValue list, int depth) {
        List<JsonValue> there = JsonArray.elements(list);
        List<JsonValue> elements = null;
        for (int i = 0; i < there.size(); i++) {
            JsonValue redacted = of(there.get(i), depth + 1);
            if (redacted != there.get(i)) {
                elements = elements == null ? new ArrayList<>(there) : elements;
                elements.set(i, redacted);
            }
        }
        return elements == null ? list : new JsonArray(elements);
    }

    private String text(String text) {
        String redacted = text;
        for (Redact.Wanted pattern : patterns) {
            try {
                redacted = text(redacted, pattern);
            } catch (StepFailure e) {
                failure = e;
                return with;
            }
        }
        return redacted;
    }

    private String text(String text, Redact.Wanted pattern) throws StepFailure {
        if (pattern.expression() != null) {
            deadline.check();
            return pattern.expression().replaceAll(text, found -> with);
        }
        Secrets.Places places = new Secrets.Places();
        pattern.secrets().find(text, places);
        return places.isEmpty() ? text : places.replaced(text, with);
    }
}
