package com.jisu.logs.parsers.lookup;

import com.jisu.logs.parsers.steps.StepType;
import java.util.List;

/** The steps that look up what a value means: geoip, user_agent, translate and their kind. */
public final class LookupSteps {

    private LookupSteps() {}

    /** In the order of the documentation. */
    public static List<StepType> types() {
        return List.of(GeoIpStep.TYPE, UserAgentStep.TYPE, TranslateStep.TYPE, FingerprintStep.TYPE, CidrStep.TYPE);
    }
}
