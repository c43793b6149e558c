package com.jisu.logs.parsers.routing;

import com.jisu.logs.parsers.steps.StepType;
import java.util.List;

/** The steps that say what becomes of an event: drop, sample, split_event and deliver. */
public final class RoutingSteps {

    private RoutingSteps() {}

    /** In the order of the documentation. */
    public static List<StepType> types() {
        return List.of(Drop.DROP, Drop.SAMPLE, SplitEvent.TYPE, Deliver.TYPE);
    }
}
