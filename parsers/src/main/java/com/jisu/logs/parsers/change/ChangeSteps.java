package com.jisu.logs.parsers.change;

import com.jisu.logs.parsers.steps.StepType;
import java.util.List;

/** The steps that change fields: rename, set, convert, redact and their kind. */
public final class ChangeSteps {

    private ChangeSteps() {}

    /** In the order of the documentation. */
    public static List<StepType> types() {
        return List.of();
    }
}
