package com.jisu.logs.parsers.change;

import com.jisu.logs.parsers.steps.StepType;
import java.util.List;
import java.util.stream.Stream;

/** The steps that change fields: rename, set, convert, redact and their kind. */
public final class ChangeSteps {

    /** The tag of most of them where they fail: that of Logstash's mutate. */
    static final String FAILURE = "_mutate_error";

    private ChangeSteps() {}

    /** In the order of the documentation. */
    public static List<StepType> types() {
        return Stream.of(
                        List.of(Rename.TYPE, Remove.TYPE, Keep.TYPE, Prune.TYPE),
                        List.of(SetField.TYPE, Append.TYPE, Copy.TYPE, Merge.TYPE, Convert.TYPE, Gsub.TYPE),
                        TextChange.TYPES,
                        List.of(SplitText.SPLIT, SplitText.JOIN),
                        List.of(Redact.TYPE, AnonymizeIp.TYPE, Truncate.TYPE, Tag.TYPE))
                .flatMap(List::stream)
                .toList();
    }
}
