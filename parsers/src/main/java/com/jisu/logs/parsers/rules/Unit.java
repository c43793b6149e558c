package com.jisu.logs.parsers.rules;

import com.jisu.logs.parsers.tree.EventTree;
import java.util.List;

/** A step, or a group of them, with its condition. Immutable but for its meters, and shared by all threads. */
interface Unit {

    /**
     * Runs over events that came of one.
     *
     * @return what there is behind it, in order: the same list where none was dropped or made
     */
    List<EventTree> run(List<EventTree> events, Run run);

    /**
     * Says for a person what it is, a line for each step.
     *
     * @param indent what stands in front of each line
     */
    void describe(String indent, List<String> lines);
}
