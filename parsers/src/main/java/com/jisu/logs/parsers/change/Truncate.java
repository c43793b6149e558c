package com.jisu.logs.parsers.change;

import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
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
import com.jisu.logs.parsers.tree.Values;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Cuts texts that are too long. */
final class Truncate implements Step {

    static final StepType TYPE = new StepType(
            "truncate",
            "Cuts texts behind so many bytes, and never inside a character.",
            List.of(
                    StepOption.optional(
                            "fields",
                            Kind.FIELDS,
                            "all",
                            "The fields. In lists and objects each text is cut; @timestamp and @metadata are not."),
                    StepOption.required("bytes", Kind.INTEGER, "Bytes of UTF-8 that a text may have.")),
            List.of(ChangeSteps.FAILURE),
            null,
            Truncate::new);

    private static final int BYTES_OF_A_CHAR = 3;
    private static final int CONTINUATION_BITS = 0xC0;
    private static final int CONTINUATION = 0x80;
    private static final Set<String> KEPT = Set.of("@timestamp", "@metadata");

    private final List<FieldPath> fields;
    private final int bytes;

    private Truncate(StepOptions options, StepContext context) throws OptionFault {
        fields = options.fields("fields");
        bytes = options.integer("bytes", 0, 0, Integer.MAX_VALUE);
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        if (fields.isEmpty()) {
            return all(event.root()) ? Outcome.DONE : Outcome.NOTHING;
        }
        boolean done = false;
        for (FieldPath field : fields) {
            JsonValue value = event.value(field);
            JsonValue cut = value(value);
            if (cut != value) {
                event.set(field, cut);
                done = true;
            }
        }
        return done ? Outcome.DONE : Outcome.NOTHING;
    }

    private boolean all(JsonObject root) throws StepFailure {
        boolean done = false;
        for (int i = 0; i < root.size(); i++) {
            Key key = root.key(i);
            if (!KEPT.contains(key.name())) {
                JsonValue value = root.value(i);
                JsonValue cut = value(value);
                root.put(key, cut);
                done |= cut != value;
            }
        }
        return done;
    }

    /** The value with texts that are cut; the very same one where none is too long. */
    private JsonValue value(JsonValue value) throws StepFailure {
        if (value == null || !(Values.opened(value) instanceof JsonObject object)) {
            return TextChange.changed(value, this::cut);
        }
        JsonObject changed = null;
        for (int i = 0; i < object.size(); i++) {
            JsonValue cut = value(object.value(i));
            if (cut != object.value(i)) {
                changed = changed == null ? (JsonObject) Values.copy(object) : changed;
                changed.put(object.key(i), cut);
            }
        }
        return changed == null ? value : changed;
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
