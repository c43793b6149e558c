package com.jisu.logs.parsers.rules;

import com.jisu.logs.parsers.tree.EventTree;
import java.util.List;

/** Units that run one behind the other. */
record Block(List<Unit> units) implements Unit {

    static final Block EMPTY = new Block(List.of());

    boolean isEmpty() {
        return units.isEmpty();
    }

    @Override
    public void describe(String indent, List<String> lines) {
        units.forEach(unit -> unit.describe(indent, lines));
    }

    @Override
    public List<EventTree> run(List<EventTree> events, Run run) {
        List<EventTree> now = events;
        for (int i = 0; i < units.size() && !now.isEmpty(); i++) {
            now = units.get(i).run(now, run);
        }
        return now;
    }
}
