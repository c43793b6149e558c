package com.jisu.logs.parsers.rules;

import com.jisu.logs.parsers.change.ChangeSteps;
import com.jisu.logs.parsers.decode.DecodeSteps;
import com.jisu.logs.parsers.extract.ExtractSteps;
import com.jisu.logs.parsers.lookup.LookupSteps;
import com.jisu.logs.parsers.routing.RoutingSteps;
import com.jisu.logs.parsers.steps.StepType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All kinds of steps, by name: what the loader, the JSON Schema and the documentation go by. */
public final class StepTable {

    private static final Map<String, StepType> BY_NAME = byName();

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

    /** In the order of the documentation. */
    public static Map<String, StepType> byNames() {
        return BY_NAME;
    }
}
