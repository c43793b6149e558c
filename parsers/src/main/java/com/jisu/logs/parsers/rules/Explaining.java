package com.jisu.logs.parsers.rules;

import com.jisu.logs.parsers.document.Explanation;
import com.jisu.logs.parsers.tree.EventTree;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/** Takes note of which step made or changed which field, of an event and of those that were made of it. */
final class Explaining implements Run.Trace {

    /** What is known of one event. */
    private record Known(Map<String, String> fields, Map<String, String> steps) {}

    private final Map<EventTree, Known> known = new IdentityHashMap<>();
    private Known first = new Known(Map.of(), Map.of());

    @Override
    public void begin(EventTree event) {
        first = new Known(Explanation.fields(event.root()), Map.of());
        known.put(event, first);
    }

    @Override
    public void did(EventTree event, String place) {
        Known before = known.getOrDefault(event, first);
        Map<String, String> now = Explanation.fields(event.root());
        Map<String, String> steps = new HashMap<>(before.steps);
        now.forEach((name, json) -> {
            if (!json.equals(before.fields.get(name))) {
                steps.put(name, place);
            }
        });
        known.put(event, new Known(now, steps));
    }

    /** By the names of fields, the step that made or changed one last. */
    Map<String, String> steps(EventTree event) {
        return known.getOrDefault(event, first).steps;
    }
}
