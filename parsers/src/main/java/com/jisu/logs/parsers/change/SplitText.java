package com.jisu.logs.parsers.change;

import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.Outcome;
import com.jisu.logs.parsers.steps.Step;
import com.jisu.logs.parsers.steps.StepContext;
import com.jisu.logs.parsers.steps.StepOption;
import com.jisu.logs.parsers.steps.StepOption.Kind;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.steps.StepType;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.FieldPath;
import com.jisu.logs.parsers.tree.RubyText;
import com.jisu.logs.parsers.tree.StepFailure;
import java.util.List;

/** Makes lists of texts, or texts of lists, as Logstash's {@code split} and {@code join} do. */
final class SplitText {

    static final StepType SPLIT = new StepType(
            "split",
            "Makes a list of a text. Empty parts at the end are left out.",
            List.of(
                    StepOption.required("field", Kind.FIELD, "The field. What is no text stays."),
                    StepOption.required(
                            "separator",
                            Kind.TEXT,
                            "What stands between the parts, as it is. A blank is any white space; \"\" parts characters.")),
            List.of(ChangeSteps.FAILURE),
            null,
            SplitText::split);

    static final StepType JOIN = new StepType(
            "join",
            "Makes a text of a list.",
            List.of(
                    StepOption.required("field", Kind.FIELD, "The field. What is no list stays."),
                    StepOption.required("separator", Kind.TEXT, "What comes to stand between the elements.")),
            List.of(ChangeSteps.FAILURE),
            null,
            SplitText::join);

    private SplitText() {}

    private static Step split(StepOptions options, StepContext context) throws OptionFault {
        FieldPath field = options.field("field").orElseThrow();
        String separator = options.text("separator");
        return event -> split(event, field, separator);
    }

    private static Outcome split(EventTree event, FieldPath field, String separator) throws StepFailure {
        String text = event.text(field);
        if (text == null) {
            return Outcome.NOTHING;
        }
        event.set(field, List.copyOf(RubyStrings.split(text, separator)));
        return Outcome.DONE;
    }

    private static Step join(StepOptions options, StepContext context) throws OptionFault {
        FieldPath field = options.field("field").orElseThrow();
        String separator = options.text("separator");
        return event -> join(event, field, separator);
    }

    private static Outcome join(EventTree event, FieldPath field, String separator) throws StepFailure {
        JsonValue value = event.value(field);
        if (!JsonArray.isOne(value)) {
            return Outcome.NOTHING;
        }
        StringBuilder text = new StringBuilder();
        join((List<?>) event.get(field), separator, text);
        event.set(field, text.toString());
        return Outcome.DONE;
    }

    /** Lists in the list are joined, too; objects are as Ruby shows them. */
    private static void join(List<?> list, String separator, StringBuilder text) {
        String between = "";
        for (Object each : list) {
            text.append(between);
            if (each instanceof List<?> inner) {
                join(inner, separator, text);
            } else if (each != null) {
                text.append(RubyText.text(each));
            }
            between = separator;
        }
    }
}
