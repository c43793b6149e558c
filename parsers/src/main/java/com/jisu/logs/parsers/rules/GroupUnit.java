package com.jisu.logs.parsers.rules;

import com.jisu.logs.parsers.condition.Condition;
import com.jisu.logs.parsers.tree.EventTree;
import java.util.ArrayList;
import java.util.List;

/**
 * Steps under one condition, which is asked once for each event, before any of them. Of events that came of one, those for which it
 * holds go first, and stand in front of the others from there on, as in Logstash.
 *
 * @param when null if it always holds
 * @param text the condition as it is written; null if there is none
 * @param stops whether the first step in it that fails ends it for its event
 */
record GroupUnit(Condition when, String text, Block then, Block otherwise, boolean stops) implements Unit {

    @Override
    public void describe(String indent, List<String> lines) {
        lines.add(indent + (when == null ? "together" : "if " + text) + (stops ? ", up to the first that fails" : ""));
        then.describe(indent + "  ", lines);
        if (!otherwise.isEmpty()) {
            lines.add(indent + "else");
            otherwise.describe(indent + "  ", lines);
        }
    }

    @Override
    public List<EventTree> run(List<EventTree> events, Run run) {
        List<EventTree> now = events.size() == 1 ? runOne(events, run) : runAll(events, run);
        if (stops) {
            now.forEach(event -> event.setStopped(false));
        }
        return now;
    }

    private List<EventTree> runOne(List<EventTree> events, Run run) {
        EventTree event = events.get(0);
        if (event.isPassedBy()) {
            return events;
        }
        return when == null || when.holds(event) ? then.run(events, run) : otherwise.run(events, run);
    }

    private List<EventTree> runAll(List<EventTree> events, Run run) {
        List<EventTree> those = new ArrayList<>();
        List<EventTree> others = new ArrayList<>();
        for (EventTree event : events) {
            boolean holds = !event.isPassedBy() && (when == null || when.holds(event));
            (holds ? those : others).add(event);
        }
        List<EventTree> all = new ArrayList<>(then.run(those, run));
        all.addAll(otherwise.run(others, run));
        return all;
    }
}
