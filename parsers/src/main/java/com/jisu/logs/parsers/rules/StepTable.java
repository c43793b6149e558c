package com.jisu.logs.parsers.rules;

import com.jisu.logs.parsers.change.ChangeSteps;
import com.jisu.logs.parsers.decode.DecodeSteps;
import com.jisu.logs.parsers.extract.ExtractSteps;
import com.jisu.logs.parsers.lookup.LookupSteps;
import com.jisu.logs.parsers.routing.RoutingSteps;
import com.jisu.logs.parsers.steps.StepOption;
import com.jisu.logs.parsers.steps.StepOption.Kind;
import com.jisu.logs.parsers.steps.StepType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** All kinds of steps, by name: what the loader, the JSON Schema and the documentation go by. */
public final class StepTable {

    /** Steps under one condition: no step of its own, but written like one. */
    static final String GROUP = "group";

    /** Of what every step takes, that which groups take, too. */
    static final Set<String> OF_GROUPS_TOO = Set.of("if", "name");

    private static final Map<String, StepType> BY_NAME = byName();

    private static final List<StepOption> OF_ALL = List.of(
            StepOption.optional("if", Kind.TEXT, "it always runs", "The condition under which it runs."),
            StepOption.optional("name", Kind.TEXT, "", "What --explain and the metrics call it, beside its line."),
            StepOption.optional(
                    "ignore_failure",
                    Kind.BOOLEAN,
                    "false",
                    "Whether a failure is none: no tags, and the group goes on."),
            StepOption.optional("on_failure", Kind.STEPS, "", "Steps for events with which it fails."),
            StepOption.optional(
                    "on_success",
                    Kind.STEPS,
                    "",
                    "Steps for events with which it did something; of split_event, for those it made."),
            StepOption.optional(
                    "tag_on_failure",
                    Kind.TEXTS,
                    "those of the step",
                    "What a failure puts into tags; [] is nothing."));

    private static final List<StepOption> OF_GROUP = List.of(
            StepOption.required("steps", Kind.STEPS, "Steps for events with which the group's if holds."),
            StepOption.optional("else", Kind.STEPS, "", "Steps for the others."),
            StepOption.optional(
                    "stop_on_failure",
                    Kind.BOOLEAN,
                    "false",
                    "Whether the first step in it that fails ends it for its event."));

    private static final Map<String, StepOption> COMMON = byName(OF_ALL);

    private StepTable() {}

    private static Map<String, StepType> byName() {
        Map<String, StepType> types = new LinkedHashMap<>();
        Stream.of(
                        ExtractSteps.types(),
                        DecodeSteps.types(),
                        LookupSteps.types(),
                        ChangeSteps.types(),
                        RoutingSteps.types())
                .flatMap(List::stream)
                .forEach(type -> types.put(type.name(), type));
        return Collections.unmodifiableMap(types);
    }

    private static Map<String, StepOption> byName(List<StepOption> options) {
        Map<String, StepOption> byName = new LinkedHashMap<>();
        options.forEach(option -> byName.put(option.name(), option));
        return Collections.unmodifiableMap(byName);
    }

    /** What every step takes beside its own options, by name. */
    static Map<String, StepOption> common() {
        return COMMON;
    }

    /** What a group takes. */
    static List<StepOption> ofGroup() {
        return OF_GROUP;
    }

    static Set<String> groupOptions() {
        return byName(OF_GROUP).keySet();
    }

    /** In the order of the documentation. */
    public static Map<String, StepType> byNames() {
        return BY_NAME;
    }
}
