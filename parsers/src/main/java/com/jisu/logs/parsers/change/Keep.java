package com.jisu.logs.parsers.change;

import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
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
import com.jisu.logs.parsers.tree.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes out all fields but those that are named. */
final class Keep implements Step {

    static final StepType TYPE = new StepType(
            "keep",
            "Takes out all fields but these. @timestamp, @metadata and tags always stay.",
            List.of(StepOption.required(
                    "fields",
                    Kind.FIELDS,
                    "The fields that stay. One inside of a list of objects stays in each of them.")),
            List.of(ChangeSteps.FAILURE),
            null,
            Keep::new);

    private static final List<String> ALWAYS = List.of("@timestamp", "@metadata", "tags");

    /** What stays of an object; all of it where nothing is named inside. */
    private record Kept(Map<String, Kept> members) {

        private void add(FieldPath path, int part) {
            if (part == path.length()) {
                members.clear();
                return;
            }
            Kept next = members.get(path.name(part));
            boolean isNew = next == null;
            if (isNew) {
                next = new Kept(new HashMap<>());
                members.put(path.name(part), next);
            }
            if (isNew || !next.members.isEmpty()) { // else all of it stays already
                next.add(path, part + 1);
            }
        }
    }

    private final Kept kept = new Kept(new HashMap<>());

    private Keep(StepOptions options, StepContext context) throws OptionFault {
        for (FieldPath path : options.fields("fields")) {
            kept.add(path, 0);
        }
        for (String name : ALWAYS) {
            kept.members.put(name, new Kept(Map.of()));
        }
    }

    @Override
    public Outcome apply(EventTree event) {
        return prune(event.root(), kept) ? Outcome.DONE : Outcome.NOTHING;
    }

    /** Takes out what does not stay; says whether there was something. */
    private static boolean prune(JsonObject object, Kept kept) {
        List<Key> removed = new ArrayList<>();
        boolean changed = false;
        for (int i = 0; i < object.size(); i++) {
            Key key = object.key(i);
            Kept inner = kept.members.get(key.name());
            if (inner == null) {
                removed.add(key);
            } else if (!inner.members.isEmpty()) {
                JsonValue rest = rest(object.value(i), inner);
                if (rest == null) {
                    removed.add(key);
                } else {
                    object.put(key, rest);
                }
                changed = true;
            }
        }
        removed.forEach(object::remove);
        return changed || !removed.isEmpty();
    }

    /** What stays of a value; null if nothing does. */
    private static JsonValue rest(JsonValue value, Kept kept) {
        if (Values.opened(value) instanceof JsonObject object) {
            prune(object, kept);
            return object.size() == 0 ? null : object;
        }
        if (!(value instanceof JsonArray array)) {
            return null;
        }
        List<JsonValue> elements = new ArrayList<>();
        for (JsonValue element : array.elements()) {
            JsonValue rest = rest(element, kept);
            if (rest != null) {
                elements.add(rest);
            }
        }
        return elements.isEmpty() ? null : new JsonArray(elements);
    }
}
