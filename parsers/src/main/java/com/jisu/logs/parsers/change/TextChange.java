package com.jisu.logs.parsers.change;

import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
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
import java.util.ArrayList;
import java.util.List;

/** Makes other texts of the texts in fields: of each in a list, and not of what is no text. */
final class TextChange implements Step {

    private static final List<StepOption> FIELDS =
            List.of(StepOption.required("fields", Kind.FIELDS, "The fields. In lists each text is changed."));

    static final List<StepType> TYPES = List.of(
            type("lowercase", "Writes texts in small letters.", RubyStrings::downcase, false),
            type("uppercase", "Writes texts in capital letters.", RubyStrings::upcase, false),
            type(
                    "capitalize",
                    "Writes the first letter of texts as a capital one, and all others small.",
                    RubyStrings::capitalize,
                    false),
            type(
                    "trim",
                    "Takes away white space at both ends of texts. A list of anything but texts fails.",
                    RubyStrings::strip,
                    true));

    /** What becomes of a text. */
    interface Change {
        String of(String text) throws StepFailure;
    }

    private final List<FieldPath> fields;
    private final Change change;
    private final boolean strict;

    /** @param strict whether a list with anything but texts in it is a failure */
    private TextChange(StepOptions options, Change change, boolean strict) throws OptionFault {
        this.fields = options.fields("fields");
        this.change = change;
        this.strict = strict;
    }

    private static StepType type(String name, String text, Change change, boolean strict) {
        return new StepType(
                name,
                text,
                FIELDS,
                List.of(ChangeSteps.FAILURE),
                null,
                (StepOptions options, StepContext context) -> new TextChange(options, change, strict));
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        boolean done = false;
        for (FieldPath field : fields) {
            JsonValue value = event.value(field);
            JsonValue changed = changed(value, change);
            if (strict && JsonArray.isOne(value) && hasOthers(value)) {
                throw new StepFailure(field + " has something in it that is no text");
            }
            if (changed != value) {
                event.set(field, changed);
            }
            done |= changed != null && (changed != value || hasText(value));
        }
        return done ? Outcome.DONE : Outcome.NOTHING;
    }

    /** The value with other texts; the very same one where none is another. */
    static JsonValue changed(JsonValue value, Change change) throws StepFailure {
        if (isText(value)) {
            String text = ((Leaf) value).text();
            String changed = change.of(text);
            return changed.equals(text) ? value : Leaf.text(changed);
        }
        if (!JsonArray.isOne(value)) {
            return value;
        }
        List<JsonValue> elements = null;
        List<JsonValue> there = JsonArray.elements(value);
        for (int i = 0; i < there.size(); i++) {
            JsonValue element = there.get(i);
            JsonValue changed = isText(element) ? changed(element, change) : element;
            if (changed != element) {
                elements = elements == null ? new ArrayList<>(there) : elements;
                elements.set(i, changed);
            }
        }
        return elements == null ? value : new JsonArray(elements);
    }

    static boolean isText(JsonValue value) {
        return value instanceof Leaf leaf && leaf.isString();
    }

    /** Whether it is a text, or a list with one. */
    static boolean hasText(JsonValue value) {
        return isText(value)
                || JsonArray.isOne(value) && JsonArray.elements(value).stream().anyMatch(TextChange::isText);
    }

    private static boolean hasOthers(JsonValue list) {
        return !JsonArray.elements(list).stream().allMatch(TextChange::isText);
    }
}
