package com.jisu.logs.parsers.change;

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
import com.jisu.logs.parsers.tree.StepFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Cuts texts that are too long. */
final class Truncate implements Step {

    static final StepType TYPE = new StepType(
            "truncate",
            "Cuts texts behind so many bytes, and never inside a character.",
            List.of(
                    StepOption.required("fields", Kind.FIELDS, "The fields. In lists each text is cut."),
                    StepOption.required("bytes", Kind.INTEGER, "Bytes of UTF-8 that a text may have.")),
            List.of(ChangeSteps.FAILURE),
            null,
            Truncate::new);

    private static final int BYTES_OF_A_CHAR = 3;
    private static final int CONTINUATION_BITS = 0xC0;
    private static final int CONTINUATION = 0x80;

    private final List<FieldPath> fields;
    private final int bytes;

    private Truncate(StepOptions options, StepContext context) throws OptionFault {
        fields = options.fields("fields");
        bytes = options.integer("bytes", 0, 0, Integer.MAX_VALUE);
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        boolean done = false;
        for (FieldPath field : fields) {
            JsonValue value = event.value(field);
            JsonValue cut = TextChange.changed(value, this::cut);
            if (cut != value) {
                event.set(field, cut);
                done = true;
            }
        }
        return done ? Outcome.DONE : Outcome.NOTHING;
    }

    private String cut(String text) {
        if (text.length() <= bytes / BYTES_OF_A_CHAR) {
            return text;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= bytes) {
            return text;
        }
        int end = bytes;
        while (end > 0 && (utf8[end] & CONTINUATION_BITS) == CONTINUATION) {
            end--;
        }
        return new String(utf8, 0, end, StandardCharsets.UTF_8);
    }
}
