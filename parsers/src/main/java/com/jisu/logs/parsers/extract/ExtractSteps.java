package com.jisu.logs.parsers.extract;

import com.jisu.logs.parsers.steps.StepType;
import java.util.List;

/** The steps that take texts apart by patterns: grok, dissect, date and their kind. */
public final class ExtractSteps {

    private ExtractSteps() {}

    /** In the order of the documentation. */
    public static List<StepType> types() {
        return List.of(GrokStep.type(), DissectStep.type(), DateStep.type(), UriPartsStep.type(), SyslogPriStep.type());
    }
}
