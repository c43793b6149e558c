package com.jisu.logs.parsers.decode;

import com.jisu.logs.parsers.steps.StepType;
import java.util.List;

/** The steps that read formats inside of texts: json, kv, csv and their kind. */
public final class DecodeSteps {

    private DecodeSteps() {}

    /** In the order of the documentation. */
    public static List<StepType> types() {
        return List.of(JsonStep.TYPE, KvStep.TYPE, CsvStep.TYPE, UrlDecodeStep.TYPE, BytesStep.TYPE);
    }
}
