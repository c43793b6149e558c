package com.jisu.logs.parsers.rules;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.api.StepCount;
import com.jisu.logs.parsers.tree.EventTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rules that were read and are ready to run. Immutable but for the steps' meters, and shared by all threads.
 *
 * @param file what the file is called in faults
 * @param schema what the rules are written for; empty if they say nothing
 * @param types by the values of {@code fields.logtype}
 * @param all steps for every event
 * @param tests to be run before the rules are used
 * @param steps all steps, in the order of the file
 * @param asksMetadata whether {@code @metadata} is in the rules anywhere
 */
public record RuleSet(
        String file,
        Optional<Schema> schema,
        Map<String, TypeRules> types,
        Block all,
        List<RuleTest> tests,
        List<StepUnit> steps,
        boolean asksMetadata) {

    /**
     * Rules for one type.
     *
     * @param as the built-in type that its lines are parsed as first; empty for none
     */
    record TypeRules(String as, Block steps) {}

    /** The built-in type as which a type's lines are parsed first; empty for none. */
    public String as(String logType) {
        TypeRules type = types.get(logType);
        return type == null ? logType : type.as;
    }

    /** What is done with events, a line for each step, in the order in which they run. */
    public List<String> describe() {
        List<String> lines = new ArrayList<>();
        types.forEach((name, type) -> {
            lines.add("type " + name + (type.as.isEmpty() ? ", not parsed" : ", parsed as " + type.as));
            type.steps.describe("  ", lines);
        });
        if (!all.isEmpty()) {
            lines.add("every event" + (types.isEmpty() ? "" : ", behind the steps of its type"));
            all.describe("  ", lines);
        }
        return lines;
    }

    /** What each step has done since it was read, in the order of the file. */
    public List<StepCount> counts() {
        return steps.stream().map(StepUnit::count).toList();
    }

    /** Whether anything is changed in events of a type. */
    public boolean changes(String logType) {
        TypeRules type = types.get(logType);
        return !all.isEmpty() || type != null && !type.steps.isEmpty();
    }

    /** What there is of an event behind all steps. */
    List<EventTree> run(EventTree event, String logType, Run run) {
        List<EventTree> events = new ArrayList<>(List.of(event));
        TypeRules type = types.get(logType);
        return all.run(type == null ? events : type.steps.run(events, run), run);
    }
}
